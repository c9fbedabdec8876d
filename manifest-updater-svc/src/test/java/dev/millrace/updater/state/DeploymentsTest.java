package dev.millrace.updater.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.SyncCompleted;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.wire.Envelope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** The order of attempts, whatever the clocks of the agents showed. */
class DeploymentsTest {
    private static final ApplicationId APPLICATION = ApplicationId.parse("local/shop/web");
    private static final RepositoryId CONFIG = new RepositoryId("git.example/shop/config");
    private static final CommitId COMMIT = new CommitId("a".repeat(40));
    private static final Instant NOON = Instant.parse("2026-03-14T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    private record Attempt(String uid, long number, Duration clock) {}

    static final List<Arguments> ORDERS = List.of(
            Arguments.of(
                    "a clock a day ahead for one attempt",
                    List.of(new Attempt("u", 1, DAY), new Attempt("u", 2, Duration.ZERO)),
                    List.of("u1", "u2")),
            Arguments.of(
                    "a clock a day behind for the last attempt",
                    List.of(new Attempt("u", 1, Duration.ZERO), new Attempt("u", 2, DAY.negated())),
                    List.of("u1", "u2")),
            Arguments.of(
                    "events out of order",
                    List.of(
                            new Attempt("u", 3, Duration.ZERO),
                            new Attempt("u", 1, Duration.ZERO),
                            new Attempt("u", 2, Duration.ZERO)),
                    List.of("u1", "u2", "u3")),
            Arguments.of(
                    "an application created again",
                    List.of(new Attempt("old", 7, DAY), new Attempt("new", 1, Duration.ZERO)),
                    List.of("old7", "new1")),
            Arguments.of(
                    "a late event of the deleted one",
                    List.of(
                            new Attempt("old", 7, Duration.ZERO),
                            new Attempt("new", 1, Duration.ZERO),
                            new Attempt("old", 8, DAY)),
                    List.of("old7", "old8", "new1")),
            Arguments.of(
                    "an event twice",
                    List.of(
                            new Attempt("u", 1, Duration.ZERO),
                            new Attempt("u", 2, Duration.ZERO),
                            new Attempt("u", 1, Duration.ZERO)),
                    List.of("u1", "u2")));

    @ParameterizedTest(name = "{0}")
    @FieldSource("ORDERS")
    void attemptsAreOrderedByTheirNumbers(String name, List<Attempt> received, List<String> order) {
        Deployments deployments = new Deployments();

        received.forEach(attempt -> add(deployments, attempt));

        assertThat(deployments.attempts(APPLICATION))
                .extracting(one -> one.event().applicationUid() + one.event().attempt())
                .isEqualTo(order);
        assertThat(deployments
                        .latest(APPLICATION)
                        .map(one -> one.event().applicationUid() + one.event().attempt()))
                .contains(order.getLast());
    }

    @Test
    void theOldestAttemptsAreForgotten() {
        Deployments deployments = new Deployments();
        add(deployments, new Attempt("old", 1, Duration.ZERO));

        IntStream.rangeClosed(1, 600).forEach(n -> add(deployments, new Attempt("new", n, Duration.ZERO)));

        assertThat(deployments.attempts(APPLICATION)).hasSize(500);
        assertThat(deployments.attempts(APPLICATION).getFirst().event().attempt())
                .isEqualTo(101);
        assertThat(deployments.latest(APPLICATION).orElseThrow().event().attempt())
                .isEqualTo(600);
    }

    private static void add(Deployments deployments, Attempt attempt) {
        Instant at = NOON.plus(attempt.clock());
        SyncCompleted synced = new SyncCompleted(
                APPLICATION,
                attempt.uid(),
                attempt.number(),
                SyncCompleted.Outcome.Succeeded,
                Optional.empty(),
                CONFIG,
                GitRef.branch("main"),
                COMMIT,
                Optional.empty(),
                new SyncCompleted.Counts(0, 1, 0, 0, 0),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                at,
                Optional.of(at),
                Optional.of(at),
                SyncCompleted.Trigger.EVENT,
                List.of());
        deployments.addAttempt(
                synced, Envelope.first(synced, "sync-agent-svc", at, ChainId.of(CONFIG, COMMIT), Optional.empty()));
    }
}
