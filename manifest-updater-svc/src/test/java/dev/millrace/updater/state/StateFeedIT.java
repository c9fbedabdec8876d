package dev.millrace.updater.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.Health;
import dev.millrace.events.HealthChanged;
import dev.millrace.events.PolicyState;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.updater.UpdaterProfile;
import dev.millrace.updater.decide.BranchState;
import dev.millrace.updater.repository.ConfigRepositories;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The state that a later start, or another replica, loads. */
@QuarkusTest
@TestProfile(UpdaterProfile.class)
@WithParts(PartKind.KAFKA)
class StateFeedIT {
    private static final RepositoryId REPOSITORY = new RepositoryId("git.example/shop/read-back");
    private static final ApplicationId APPLICATION = ApplicationId.parse("local/shop/read-back");
    private static final Digest DIGEST = new Digest("sha256:" + "c".repeat(64));

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @Inject
    PolicyStates running;

    @SuppressWarnings("NullAway.Init")
    @Inject
    EventPublisher publisher;

    @Test
    void holdsReleasesApprovalsAndHealthAreLoadedBeforeAnyDecision() {
        await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(() -> running.branchState(
                        REPOSITORY, BranchState.EMPTY)
                .held()
                .isEmpty());
        running.release(REPOSITORY, "web", Optional.of(DIGEST), "ada", "the node was broken");
        running.approve(REPOSITORY, "web", EventId.of("promotion", "web"), "grace");
        PolicyState state = running.hold(REPOSITORY, "web", "ada", "a sale");
        HealthChanged turned = turned();
        publisher.publish(Envelope.first(
                turned,
                "sync-agent-svc",
                Instant.now(),
                ChainId.of(REPOSITORY, turned.revision().orElseThrow()),
                Optional.empty()));
        Clock clock = Clock.systemUTC();
        PolicyStates states =
                new PolicyStates(new PolicyStateStore(new ConfigRepositories(List.of()), publisher, clock), clock);
        Deployments deployments = new Deployments();
        StateFeed later = new StateFeed(states, deployments, new BuiltImages());
        LogFollower follower = new LogFollower(
                Map.of("bootstrap.servers", Testbed.shared().kafka().bootstrapServers()),
                new DeliveryMetrics(new SimpleMeterRegistry()),
                later);

        assertThatThrownBy(() -> states.branchState(REPOSITORY, BranchState.EMPTY))
                .isInstanceOf(StateNotLoaded.class);
        follower.start(new StartupEvent());
        await().atMost(Duration.ofMinutes(2)).until(later::isLoaded);
        follower.stop();

        assertThat(states.of(REPOSITORY, "web")).isEqualTo(state);
        assertThat(state.releases()).extracting(PolicyState.Release::digest).containsExactly(DIGEST);
        assertThat(state.approvals()).extracting(PolicyState.Approval::by).containsExactly("grace");
        assertThat(states.branchState(REPOSITORY, BranchState.EMPTY).held()).containsExactly("web");
        assertThat(deployments.health(APPLICATION)).containsExactly(turned);
    }

    private static HealthChanged turned() {
        return new HealthChanged(
                APPLICATION,
                "uid-of-read-back",
                Health.Healthy,
                Health.Degraded,
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                Optional.of(new CommitId("d".repeat(40))),
                List.of());
    }
}
