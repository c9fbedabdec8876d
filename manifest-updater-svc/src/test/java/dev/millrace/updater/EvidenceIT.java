package dev.millrace.updater;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.ImageBuilt;
import dev.millrace.events.SyncCompleted;
import dev.millrace.events.SyncCompleted.Outcome;
import dev.millrace.events.Topic;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Events of clusters that must not fail a rollout, and clocks that must not hide one. */
@QuarkusTest
@TestProfile(UpdaterProfile.class)
@WithParts({PartKind.KAFKA, PartKind.GIT})
class EvidenceIT extends DeliveryFixture {
    private static final String FILE = "apps/staging.yaml";

    @Test
    void aFailedCopyInAnotherNamespaceOrClusterRevertsNothingAndTheNamedApplicationDoes() {
        repository("copied");
        PublishedEvent first = update("copied", 1);
        delivery.publish(PromotionIT.synced("copied", 1, Outcome.Succeeded, first, Optional.empty()));
        PublishedEvent second = update("copied", 2);
        SyncCompleted failed = PromotionIT.synced("copied", 2, Outcome.Failed, second, Optional.of(first));
        SyncCompleted copy = as("local/attacker/copied-staging", "uid-of-a-copy", failed.startedAt(), failed);
        SyncCompleted sandbox = as("sandbox/shop/copied-staging", "uid-of-a-sandbox", failed.startedAt(), failed);
        delivery.publish(copy);
        delivery.publish(sandbox);

        delivery.publish(failed);

        PublishedEvent back = awaitRollback("copied");
        assertThat(PromotionIT.causedBy(back, failed.id())).isTrue();
        assertThat(delivery.read("copied", FILE)).contains(":t1 ");
        assertThat(delivery.log("copied"))
                .filteredOn(commit -> commit.message().contains("Millrace-Reverts:"))
                .hasSize(1);
    }

    @Test
    void aClockThatWasADayAheadForOneAttemptHidesNoFailure() {
        repository("clock");
        PublishedEvent first = update("clock", 1);
        SyncCompleted healthy = PromotionIT.synced("clock", 1, Outcome.Succeeded, first, Optional.empty());
        delivery.publish(as(
                healthy.application().toString(),
                healthy.applicationUid(),
                Instant.now().plus(Duration.ofDays(1)),
                healthy));
        PublishedEvent second = update("clock", 2);

        delivery.publish(PromotionIT.synced("clock", 2, Outcome.Failed, second, Optional.of(first)));

        awaitRollback("clock");
        assertThat(delivery.read("clock", FILE)).contains(":t1 ");
    }

    private void repository(String name) {
        delivery.push(
                name,
                Map.of(
                        ".millrace/updates.yaml",
                        """
                        environments: {staging: {applications: [local/shop/%1$s-staging]}}
                        policies:
                          - {name: %1$s, image: reg.example/shop/%1$s, environment: staging, onFailure: revert}
                        """.formatted(name),
                        FILE,
                        "image: reg.example/shop/" + name + ":t0 # {\"$imagepolicy\": \"" + name + "\"}\n"));
    }

    private PublishedEvent update(String name, int n) {
        ImageBuilt built = Delivery.built(name, n);
        delivery.publish(built);
        return delivery.updated(name, built);
    }

    private PublishedEvent awaitRollback(String name) {
        return delivery.event(
                Topic.CONFIG_COMMITTED,
                event -> event.key().startsWith(Delivery.id(name) + "#")
                        && event.at("/origin").equals("rollback"));
    }

    /** The same attempt, of another application or by another clock. */
    private static SyncCompleted as(String application, String uid, Instant startedAt, SyncCompleted attempt) {
        return new SyncCompleted(
                ApplicationId.parse(application),
                uid,
                attempt.attempt(),
                attempt.outcome(),
                attempt.message(),
                attempt.repository(),
                attempt.ref(),
                attempt.revision(),
                attempt.previous(),
                attempt.counts(),
                attempt.changed(),
                attempt.images(),
                attempt.failures(),
                attempt.waitingForPrune(),
                startedAt,
                attempt.appliedAt(),
                attempt.healthyAt(),
                attempt.trigger(),
                attempt.causes());
    }
}
