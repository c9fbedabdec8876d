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
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
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

    private static final String UNKNOWN = "";

    /** @param record the name of its record, and of the attempt if its number is used twice; empty for an older agent */
    private record Attempt(String uid, long number, Duration clock, String record) {
        Attempt(String uid, long number, Duration clock) {
            this(uid, number, clock, UNKNOWN);
        }

        static Attempt of(String record, long number) {
            return new Attempt("u", number, Duration.ZERO, record);
        }

        private Optional<UUID> recordId() {
            return record.isEmpty() ? Optional.empty() : Optional.of(new UUID(record.charAt(0), 0));
        }

        private Optional<UUID> id() {
            return record.isEmpty() ? Optional.empty() : Optional.of(new UUID(record.hashCode(), number));
        }
    }

    /** In each record, the letter is the record, and the mark behind it distinguishes its state before a restore from the one after it. */
    static final List<Arguments> LOSSES = List.of(
            Arguments.of("the record was lost, the count went on", "a1 a2 b3 b4", "a1 a2 b3 b4"),
            Arguments.of("the record was lost with its count", "a1 a2 a3 b1 b2", "a1 a2 a3 b1 b2"),
            Arguments.of("and an event of the lost one came late", "a1 a2 b1 a3 b2", "a1 a2 a3 b1 b2"),
            Arguments.of("the record was restored to an older state", "a1 a2 a3 a'2 a'3 a'4", "a1 a2 a3 a'2 a'3 a'4"),
            Arguments.of("and events of the time before came again", "a1 a2 a3 a'2 a3 a2 a'3", "a1 a2 a3 a'2 a'3"),
            Arguments.of("restored twice", "a1 a2 a'2 a\"2 a\"3", "a1 a2 a'2 a\"2 a\"3"),
            Arguments.of("restored to the record before a lost one", "a1 a2 b3 b4 a'3 a'4", "a1 a2 b3 b4 a'3 a'4"),
            Arguments.of("an older agent before the present one", "1 2 a3 a4", "1 2 a3 a4"),
            Arguments.of("its events are read after those of the present one", "a3 a4 1 2", "1 2 a3 a4"),
            Arguments.of("shuffled, twice", "a3 a1 a3 a2 a1", "a1 a2 a3"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("LOSSES")
    void anAttemptAfterALossFollowsAllThatWereBefore(String name, String received, String order) {
        Deployments deployments = new Deployments();

        Stream.of(received.split(" ")).map(DeploymentsTest::parsed).forEach(attempt -> add(deployments, attempt));

        assertThat(deployments.attempts(APPLICATION))
                .extracting(one -> one.event().id())
                .isEqualTo(Stream.of(order.split(" "))
                        .map(one -> synced(parsed(one)).id())
                        .toList());
        assertThat(deployments.latest(APPLICATION))
                .map(Envelope::id)
                .contains(synced(parsed(order.substring(order.lastIndexOf(' ') + 1)))
                        .id());
    }

    private static Attempt parsed(String text) {
        String number = text.replaceAll("\\D", "");
        return Attempt.of(text.replace(number, ""), Long.parseLong(number));
    }

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

    @Test
    void anAttemptOfARecordThatWasRestoredToForgottenAttemptsIsTheNewest() {
        Deployments deployments = new Deployments();
        LongStream.rangeClosed(1, 600).forEach(n -> add(deployments, Attempt.of("a", n)));

        add(deployments, Attempt.of("a'", 50));

        assertThat(deployments.latest(APPLICATION).orElseThrow().event().attempt())
                .isEqualTo(50);
    }

    private static void add(Deployments deployments, Attempt attempt) {
        SyncCompleted synced = synced(attempt);
        Instant at = synced.startedAt();
        deployments.addAttempt(
                synced, Envelope.first(synced, "sync-agent-svc", at, ChainId.of(CONFIG, COMMIT), Optional.empty()));
    }

    private static SyncCompleted synced(Attempt attempt) {
        Instant at = NOON.plus(attempt.clock());
        return new SyncCompleted(
                APPLICATION,
                attempt.uid(),
                Optional.empty(),
                attempt.number(),
                attempt.id(),
                attempt.recordId(),
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
    }
}
