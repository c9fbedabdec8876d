package dev.millrace.sync.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.events.Health;
import dev.millrace.sync.Sample;
import dev.millrace.sync.SampleResult;
import dev.millrace.sync.Subject;
import dev.millrace.sync.health.ApplicationHealth;
import dev.millrace.sync.record.Ledger;
import dev.millrace.sync.record.RecordNotes;
import dev.millrace.sync.state.Failure.Kind;
import dev.millrace.sync.state.SourceProblem;
import dev.millrace.sync.status.Summary.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** The state of an application in one word: what matters most to a user goes first. */
class SummaryTest {
    private static final String COMMIT = Sample.NEW.shortForm();
    private static final Subject APP = Sample.subject();
    private static final Subject SUSPENDED = Sample.subject("suspend: true");
    private static final Subject LEAVING =
            Sample.asked(new Subject.Asked(Optional.empty(), Optional.empty(), Optional.empty(), true));
    private static final Instant SOON = Instant.parse("2030-01-01T12:01:00Z");
    private static final ApplicationHealth HEALTHY = Sample.health(Health.Healthy, "");
    private static final ApplicationHealth DEGRADED = Sample.health(Health.Degraded, "it crashes", "one");
    private static final ApplicationHealth UNSEEN =
            new ApplicationHealth(false, Health.Progressing, List.of(), Set.of(Sample.ref("one")));

    private static SampleResult running() {
        return SampleResult.atRest().with(Sample.begun());
    }

    static final List<Arguments> SOURCES = List.of(
            row(
                    "a host that can't be reached is tried again",
                    APP,
                    SampleResult.atRest().problem(SourceProblem.Kind.UNAVAILABLE, "no answer", Optional.of(SOON)),
                    State.RECONCILING,
                    "SourceUnavailable",
                    "no answer; next try at 2030-01-01T12:01:00Z"),
            row(
                    "a user has to fix a password",
                    APP,
                    SampleResult.atRest().problem(SourceProblem.Kind.REFUSED, "wrong password", Optional.of(SOON)),
                    State.STALLED,
                    "SourceRefused",
                    "wrong password"),
            row(
                    "a branch is gone",
                    APP,
                    SampleResult.atRest().problem(SourceProblem.Kind.GONE, "no branch", Optional.empty()),
                    State.STALLED,
                    "SourceGone",
                    "no branch"),
            row(
                    "a problem of the source goes before the attempt that is running",
                    APP,
                    running().problem(SourceProblem.Kind.UNTRUSTED, "not signed", Optional.empty()),
                    State.STALLED,
                    "SourceUntrusted",
                    "not signed"),
            row(
                    "it goes before a failed attempt too",
                    APP,
                    SampleResult.atRest()
                            .failed(Kind.REFUSED, "forbidden")
                            .problem(SourceProblem.Kind.REWRITTEN, "rewritten", Optional.empty()),
                    State.STALLED,
                    "SourceRewritten",
                    "rewritten"));

    static final List<Arguments> ATTEMPTS = List.of(
            row(
                    "an attempt runs, and its objects were not seen",
                    APP,
                    running(),
                    State.RECONCILING,
                    "Progressing",
                    "bringing " + COMMIT),
            row(
                    "an attempt runs, and all is healthy",
                    APP,
                    running().with(HEALTHY),
                    State.RECONCILING,
                    "Progressing",
                    "bringing " + COMMIT),
            row(
                    "what it waits for goes before the health",
                    APP,
                    running().with(DEGRADED).waitsFor("wave 1 waits for: ConfigMap shop/one"),
                    State.RECONCILING,
                    "Progressing",
                    "bringing " + COMMIT + "; wave 1 waits for: ConfigMap shop/one"),
            row(
                    "without that its health is shown",
                    APP,
                    running().with(DEGRADED),
                    State.RECONCILING,
                    "Progressing",
                    "bringing " + COMMIT + "; ConfigMap shop/one: it crashes"),
            row(
                    "a suspended application still ends its attempt",
                    SUSPENDED,
                    running(),
                    State.RECONCILING,
                    "Progressing",
                    "bringing " + COMMIT),
            row(
                    "nothing was ever applied",
                    APP,
                    SampleResult.atRest().with(Sample.ledger()),
                    State.RECONCILING,
                    "Waiting",
                    "nothing has been applied yet"),
            row(
                    "another application is waited for",
                    APP,
                    SampleResult.atRest().held("waits for shop/db: it is not at b yet"),
                    State.RECONCILING,
                    "Waiting",
                    "waits for shop/db: it is not at b yet"),
            row(
                    "the objects of a deleted application are going",
                    LEAVING,
                    SampleResult.atRest().waitsFor("a finalizer"),
                    State.RECONCILING,
                    "Deleting",
                    "a finalizer"),
            row(
                    "waiting goes before the failure of the attempt before",
                    APP,
                    SampleResult.atRest().failed(Kind.REFUSED, "forbidden").held("waits for shop/db"),
                    State.RECONCILING,
                    "Waiting",
                    "waits for shop/db"));

    static final List<Arguments> AT_REST = List.of(
            row(
                    "observed, and as declared",
                    APP,
                    SampleResult.atRest().previewed(true, COMMIT + " would change nothing"),
                    State.READY,
                    "Observed",
                    COMMIT + " would change nothing"),
            row(
                    "observed, and different",
                    SUSPENDED,
                    SampleResult.atRest().previewed(false, COMMIT + " would create 1"),
                    State.NOT_READY,
                    "Observed",
                    COMMIT + " would create 1"),
            row("suspended", SUSPENDED, SampleResult.atRest().with(HEALTHY), State.NOT_READY, "Suspended", "suspended"),
            row(
                    "suspended after a failure",
                    SUSPENDED,
                    SampleResult.atRest().failed(Kind.UNHEALTHY, "it crashes"),
                    State.NOT_READY,
                    "Suspended",
                    "suspended"),
            row("healthy", APP, applied().with(HEALTHY), State.READY, "Succeeded", COMMIT + " is applied and healthy"),
            row(
                    "applied, and its health is not known yet",
                    APP,
                    applied(),
                    State.READY,
                    "Succeeded",
                    COMMIT + " is applied and healthy"),
            row(
                    "drift that is to be undone is open",
                    APP,
                    applied().with(HEALTHY).drift(Map.of("one", "ConfigMap shop/one: data.a (by kubectl)"), SOON),
                    State.NOT_READY,
                    "Drifted",
                    "1 object differs from what was applied: ConfigMap shop/one: data.a (by kubectl); "
                            + "restored from 2030-01-01T12:01:00Z on"),
            row(
                    "drift that stays is open",
                    APP,
                    applied().with(HEALTHY).drift(Map.of("one", "ConfigMap shop/one: data.a")),
                    State.READY,
                    "Succeeded",
                    COMMIT + " is applied and healthy"),
            row(
                    "not all objects were seen",
                    APP,
                    applied().with(UNSEEN),
                    State.READY,
                    "Succeeded",
                    COMMIT + " is applied and healthy"),
            row(
                    "a suspended object is healthy enough",
                    APP,
                    applied().with(Sample.health(Health.Suspended, "paused", "one")),
                    State.READY,
                    "Succeeded",
                    COMMIT + " is applied and healthy"),
            row(
                    "an object broke after the attempt",
                    APP,
                    applied().with(DEGRADED),
                    State.NOT_READY,
                    "Degraded",
                    "ConfigMap shop/one: it crashes"),
            row(
                    "no objects are declared",
                    APP,
                    SampleResult.atRest().with(Sample.applied()),
                    State.READY,
                    "Succeeded",
                    COMMIT + " is applied: it declares no objects"),
            row(
                    "a notice of the attempt is shown",
                    APP,
                    SampleResult.atRest().with(noticed("hook.yaml: a hook is left out")),
                    State.READY,
                    "Succeeded",
                    COMMIT + " is applied and healthy; hook.yaml: a hook is left out"));

    static final List<Arguments> FAILED = List.of(
            failed(Kind.REFUSED, false, State.STALLED, "SyncFailed"),
            failed(Kind.REFUSED, true, State.STALLED, "SyncFailed"),
            failed(Kind.NOT_RENDERED, false, State.STALLED, "SyncFailed"),
            failed(Kind.NOT_RENDERED, true, State.NOT_READY, "SyncFailed"),
            failed(Kind.UNHEALTHY, false, State.STALLED, "SyncFailed"),
            failed(Kind.UNHEALTHY, true, State.NOT_READY, "SyncFailed"),
            failed(Kind.UNAVAILABLE, true, State.NOT_READY, "SyncFailed"),
            failed(Kind.BLOCKED, false, State.STALLED, "SyncFailed"),
            failed(Kind.BLOCKED, true, State.NOT_READY, "SyncFailed"),
            failed(Kind.PRUNE_WITHHELD, false, State.STALLED, "PruneWithheld"),
            failed(Kind.PRUNE_WITHHELD, true, State.NOT_READY, "PruneWithheld"));

    private static Arguments failed(Kind kind, boolean retried, State state, String reason) {
        SampleResult result = SampleResult.atRest().failed(kind, "the reason").with(DEGRADED);
        return row(
                kind + (retried ? ", retried" : ""),
                APP,
                retried ? result.retryAt(SOON) : result,
                state,
                reason,
                "the reason");
    }

    private static SampleResult applied() {
        return SampleResult.atRest();
    }

    private static Ledger noticed(String notice) {
        Ledger ledger = Sample.applied("one");
        return new Ledger(
                ledger.record(),
                new RecordNotes(
                        ledger.noted().revision(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Set.of(),
                        notice,
                        Optional.empty()));
    }

    private static Arguments row(
            String name, Subject app, SampleResult result, State state, String reason, String message) {
        return arguments(name, app, result, new Summary(state, reason, message));
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource({"SOURCES", "ATTEMPTS", "AT_REST", "FAILED"})
    void theStateIs(String name, Subject app, SampleResult result, Summary summary) {
        assertThat(Summary.of(app, result.build())).as(name).isEqualTo(summary);
    }
}
