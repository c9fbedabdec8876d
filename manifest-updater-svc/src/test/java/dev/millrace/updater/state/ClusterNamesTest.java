package dev.millrace.updater.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.Health;
import dev.millrace.events.HealthChanged;
import dev.millrace.events.value.ApplicationId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Two clusters with one name are recognized, and a cluster that was built again is not one of two. */
class ClusterNamesTest {
    private static final Instant NOON = Instant.parse("2026-03-14T12:00:00Z");
    private static final ApplicationId APPLICATION = ApplicationId.parse("prod/shop/web");

    /** Each event is the letter of its cluster and the hour of its publication. */
    static final List<Arguments> EVENTS = List.of(
            Arguments.of("one cluster", "a0 a1 a2", "a", ""),
            Arguments.of("a cluster that was built again", "a0 a1 b2 b3", "b", ""),
            Arguments.of("two clusters", "a0 b1 a2", "a", "ab"),
            Arguments.of("three clusters", "a0 b1 c2 a3 b4 c5", "c", "abc"),
            Arguments.of("the other one got another name an hour ago", "a0 b1 a2 b3 a4", "a", "ab"),
            Arguments.of("the other one got another name two days ago", "a0 b1 a2 b3 a51", "a", ""),
            Arguments.of("and has the old name again", "a0 b1 a2 b3 a51 b52", "b", "ab"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("EVENTS")
    void clustersWhoseEventsOverlapShareAName(String name, String events, String newest, String sharing) {
        List<String> all = List.of(events.split(" "));

        for (List<String> order : List.of(all, all.reversed())) {
            ClusterNames names = new ClusterNames();
            order.forEach(event -> names.add(
                    "prod", uid(event.charAt(0)), NOON.plus(Duration.ofHours(Long.parseLong(event.substring(1))))));

            assertThat(names.newest("prod")).contains(uid(newest.charAt(0)));
            assertThat(names.sharing("prod"))
                    .isEqualTo(sharing.chars()
                            .mapToObj(letter -> uid((char) letter))
                            .toList());
            assertThat(names.conflicts()).isEqualTo(sharing.isEmpty() ? 0 : 1);
            assertThat(names.sharing("staging")).isEmpty();
        }
    }

    @Test
    void eventsOfTheOldClusterDoNotCountForTheNewOne() {
        Deployments deployments = new Deployments();
        HealthChanged older = health(Optional.empty(), 0);
        HealthChanged old = health(Optional.of(uid('a')), 1);
        HealthChanged current = health(Optional.of(uid('b')), 2);

        Stream.of(older, old, current).forEach(one -> deployments.addHealthChange(one, one.since()));

        assertThat(deployments.health(APPLICATION)).containsExactly(older, current);
        assertThat(deployments.conflict(APPLICATION)).isEmpty();
    }

    @Test
    void aSharedNameIsReportedWithTheUidsAndWhatToDo() {
        Deployments deployments = new Deployments();

        Stream.of(health(Optional.of(uid('a')), 0), health(Optional.of(uid('b')), 1), health(Optional.of(uid('a')), 2))
                .forEach(one -> deployments.addHealthChange(one, one.since()));

        assertThat(deployments.conflicts()).isEqualTo(1);
        assertThat(deployments.conflict(APPLICATION))
                .contains("2 clusters have the name prod (" + uid('a') + ", " + uid('b')
                        + "); give each its own millrace.sync.cluster-name");
        assertThat(deployments.conflict(ApplicationId.parse("staging/shop/web")))
                .isEmpty();
    }

    private static UUID uid(char letter) {
        return new UUID(0, letter);
    }

    private static HealthChanged health(Optional<UUID> cluster, int hour) {
        return new HealthChanged(
                APPLICATION,
                "uid-of-web",
                cluster,
                Health.Healthy,
                Health.Degraded,
                NOON.plus(Duration.ofHours(hour)),
                Optional.empty(),
                List.of());
    }
}
