package dev.millrace.updater.registry.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.ImageName;
import dev.millrace.updater.policy.PlaceRules;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.policy.Promotion;
import dev.millrace.updater.policy.Selection;
import dev.millrace.updater.policy.Verification;
import dev.millrace.updater.policy.Versions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The times at which a registry scan is due. */
class ScanScheduleTest {
    private static final String REPOSITORY = "git.example/config/web";
    private static final ImageName IMAGE = new ImageName("reg.example/shop/web");
    private static final Instant NOON = Instant.parse("2026-03-14T12:00:00Z");
    private static final Verification SIGNED = new Verification(Optional.of("key"), Optional.empty());

    private final ScanSchedule schedule = new ScanSchedule();

    @Test
    void isDueOnceAtTheStartAndNeverAgainWithoutAnInterval() {
        Policy policy = policy(Optional.empty(), Verification.NONE);

        assertThat(schedule.isDue(REPOSITORY, policy, NOON)).isTrue();
        scanned(policy, false, NOON);

        assertThat(schedule.isDue(REPOSITORY, policy, NOON.plus(Duration.ofDays(30))))
                .isFalse();
    }

    @Test
    void isDueAgainAfterTheInterval() {
        Policy policy = policy(Optional.of(Duration.ofHours(1)), Verification.NONE);
        scanned(policy, false, NOON);

        assertThat(schedule.isDue(REPOSITORY, policy, NOON.plusSeconds(3599))).isFalse();
        assertThat(schedule.isDue(REPOSITORY, policy, NOON.plusSeconds(3600))).isTrue();
    }

    @Test
    void isNotDueDuringAScan() {
        Policy policy = policy(Optional.of(Duration.ofHours(1)), Verification.NONE);
        schedule.begin(REPOSITORY, policy);

        assertThat(schedule.isDue(REPOSITORY, policy, NOON.plus(Duration.ofDays(1))))
                .isFalse();
    }

    @Test
    void isDueAtOnceWhenThePolicyChanges() {
        scanned(policy(Optional.empty(), Verification.NONE), false, NOON);

        assertThat(schedule.isDue(REPOSITORY, policy(Optional.empty(), SIGNED), NOON))
                .isTrue();
    }

    @Test
    void isDueWithIncreasingPausesWhileItFails() {
        Policy policy = policy(Optional.empty(), Verification.NONE);
        scanned(policy, true, NOON);
        assertThat(schedule.isDue(REPOSITORY, policy, NOON.plusSeconds(4))).isFalse();
        assertThat(schedule.isDue(REPOSITORY, policy, NOON.plusSeconds(5))).isTrue();

        scanned(policy, true, NOON);
        assertThat(schedule.isDue(REPOSITORY, policy, NOON.plusSeconds(9))).isFalse();

        for (int i = 0; i < 50; i++) {
            scanned(policy, true, NOON);
        }
        assertThat(schedule.isDue(REPOSITORY, policy, NOON.plusSeconds(599))).isFalse();
        assertThat(schedule.isDue(REPOSITORY, policy, NOON.plusSeconds(600))).isTrue();
    }

    @Test
    void isDueSoonAfterARefusalAndLessOftenTheLongerTheImageWaits() {
        Policy policy = policy(Optional.empty(), SIGNED);
        scanned(policy, false, NOON);

        schedule.refused(IMAGE, NOON);
        assertThat(schedule.isDue(REPOSITORY, policy, NOON.plusSeconds(5))).isTrue();

        scanned(policy, false, NOON.plusSeconds(60));
        schedule.refused(IMAGE, NOON.plusSeconds(60));
        assertThat(schedule.isDue(REPOSITORY, policy, NOON.plusSeconds(119))).isFalse();
        assertThat(schedule.isDue(REPOSITORY, policy, NOON.plusSeconds(120))).isTrue();
    }

    @Test
    void aRefusalDuringAScanIsNotForgotten() {
        Policy policy = policy(Optional.empty(), SIGNED);
        schedule.begin(REPOSITORY, policy);
        schedule.refused(IMAGE, NOON);
        schedule.end(REPOSITORY, policy, false, NOON.plusSeconds(1));

        assertThat(schedule.isDue(REPOSITORY, policy, NOON.plusSeconds(5))).isTrue();
    }

    @Test
    void aRefusedImageDoesNotConcernPoliciesWithoutVerification() {
        Policy policy = policy(Optional.empty(), Verification.NONE);
        scanned(policy, false, NOON);

        schedule.refused(IMAGE, NOON);

        assertThat(schedule.isDue(REPOSITORY, policy, NOON.plus(Duration.ofDays(1))))
                .isFalse();
    }

    private void scanned(Policy policy, boolean failed, Instant at) {
        schedule.begin(REPOSITORY, policy);
        schedule.end(REPOSITORY, policy, failed, at);
    }

    private static Policy policy(Optional<Duration> interval, Verification verification) {
        Versions versions =
                new Versions(List.of(), false, Optional.empty(), new Selection.Newest(), false, interval, verification);
        return new Policy("web", IMAGE, versions, PlaceRules.MARKERS, Promotion.NONE, Policy.DEFAULT_GROUP);
    }
}
