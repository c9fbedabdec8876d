package dev.millrace.sync.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.events.Health;
import dev.millrace.events.SyncCompleted;
import dev.millrace.events.SyncCompleted.Action;
import dev.millrace.events.SyncCompleted.FailureKind;
import dev.millrace.events.SyncCompleted.ObjectChange;
import dev.millrace.events.SyncCompleted.ObjectFailure;
import dev.millrace.sync.Sample;
import dev.millrace.sync.health.ApplicationHealth;
import dev.millrace.sync.record.Attempt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Reasons and counts as people read them. */
class OutcomeTextsTest {
    private static final Attempt ATTEMPT = Sample.attempt(7);
    private static final Attempt.Work WORK = new Attempt.Work(
            List.of(
                    change("one", Action.CREATED),
                    change("two", Action.CONFIGURED),
                    change("three", Action.ADOPTED),
                    change("four", Action.PRUNED)),
            List.of(),
            List.of(),
            9,
            List.of(),
            List.of());

    private static ObjectChange change(String name, Action action) {
        return new ObjectChange(Sample.ref(name), action);
    }

    private static ObjectFailure failure(String name, String reason) {
        return new ObjectFailure(Sample.ref(name), FailureKind.REJECTED, reason, false, List.of());
    }

    @Test
    void reasonsAreNamedUpToTwenty() {
        List<String> reasons = new ArrayList<>(Collections.nCopies(20, "no"));

        assertThat(Outcomes.some(List.of())).isEmpty();
        assertThat(Outcomes.some(List.of("no", "nor this"))).isEqualTo("no; nor this");
        assertThat(Outcomes.some(reasons)).doesNotContain("more");
        reasons.addAll(List.of("no", "no"));
        assertThat(Outcomes.some(reasons)).endsWith("no; and 2 more");
    }

    @Test
    void documentsThatCannotBeReadAreNamedBeforeRefusedObjects() {
        Attempt attempt = ATTEMPT.with(new Attempt.Work(
                List.of(), List.of(failure("one", "forbidden")), List.of("a.yaml: line 1"), 0, List.of(), List.of()));

        assertThat(Outcomes.incomplete(attempt)).isEqualTo("a.yaml: line 1; ConfigMap shop/one: forbidden");
    }

    static final List<Arguments> UNHEALTHY = List.of(
            arguments(
                    "an object broke, however long it took",
                    Sample.health(Health.Degraded, "", "one"),
                    List.of(failure("one", "it crashes")),
                    "ConfigMap shop/one: it crashes"),
            arguments(
                    "it took too long",
                    Sample.health(Health.Progressing, "", "one"),
                    List.of(failure("one", "0 of 1 are ready")),
                    "not healthy after 90 s: ConfigMap shop/one: 0 of 1 are ready"),
            arguments(
                    "nothing was seen",
                    ApplicationHealth.UNKNOWN,
                    List.of(),
                    "not healthy after 90 s: its objects were not seen"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("UNHEALTHY")
    void theReasonOfAFailedRolloutIs(
            String name, ApplicationHealth health, List<ObjectFailure> failures, String message) {
        assertThat(Outcomes.unhealthy(health, failures, Duration.ofSeconds(90)))
                .as(name)
                .isEqualTo(message);
    }

    @Test
    void theSummaryNamesOnlyWhatHappened() {
        SyncCompleted all = Outcomes.failed(
                Sample.ID, Sample.UID, ATTEMPT.with(WORK), List.of(failure("five", "no")), List.of(), "it failed");

        assertThat(Outcomes.summary(all)).isEqualTo("1 created, 2 configured, 9 unchanged, 1 pruned, 1 failed");
        assertThat(Outcomes.summary(Outcomes.superseded(Sample.ID, Sample.UID, ATTEMPT)))
                .isEmpty();
    }

    @Test
    void aCountThatBeginsWithAnotherDigitThanZeroIsNamed() {
        Attempt.Work ten = new Attempt.Work(List.of(), List.of(), List.of(), 10, List.of(), List.of());

        assertThat(Outcomes.summary(Outcomes.superseded(Sample.ID, Sample.UID, ATTEMPT.with(ten))))
                .isEqualTo("10 unchanged");
    }
}
