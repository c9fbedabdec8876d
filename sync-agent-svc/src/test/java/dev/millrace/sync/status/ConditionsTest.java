package dev.millrace.sync.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.cluster.application.ApplicationStatus;
import dev.millrace.events.Health;
import dev.millrace.sync.Sample;
import dev.millrace.sync.SampleResult;
import dev.millrace.sync.health.ApplicationHealth;
import dev.millrace.sync.status.Summary.State;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** The conditions after kstatus, and when they changed. */
class ConditionsTest {
    private static final String BEFORE = "2030-01-01T11:00:00Z";
    private static final String NOW = "2030-01-01T12:00:00Z";
    private static final Conditions FIRST = new Conditions(Optional.empty(), NOW);
    private static final Summary READY = new Summary(State.READY, "Succeeded", "all is applied");
    private static final Optional<Health> HEALTHY = Optional.of(Health.Healthy);

    static final List<Arguments> PROGRESS = List.of(
            arguments(State.READY, "True", "False", "False"),
            arguments(State.RECONCILING, "Unknown", "True", "False"),
            arguments(State.NOT_READY, "False", "False", "False"),
            arguments(State.STALLED, "False", "False", "True"));

    @ParameterizedTest(name = "{0}: Ready {1}, Reconciling {2}, Stalled {3}")
    @FieldSource("PROGRESS")
    void eachStateIsOneSetOfConditions(State state, String ready, String reconciling, String stalled) {
        List<Condition> conditions = FIRST.of(new Summary(state, "Why", "the message"));

        assertThat(conditions)
                .containsExactly(
                        condition("Ready", ready, "Why", "the message", NOW),
                        condition("Reconciling", reconciling, "Why", "the message", NOW),
                        condition("Stalled", stalled, "Why", "the message", NOW));
    }

    private static Condition condition(String type, String status, String reason, String message, String since) {
        return new ConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .withLastTransitionTime(since)
                .build();
    }

    static final List<Arguments> HEALTH = List.of(
            arguments(
                    "nothing was ever applied",
                    Optional.empty(),
                    SampleResult.atRest(),
                    "Unknown",
                    "Unknown",
                    "not all objects have been seen yet"),
            arguments(
                    "the health was not read in this pass",
                    HEALTHY,
                    SampleResult.atRest(),
                    "Unknown",
                    "Unknown",
                    "not all objects have been seen yet"),
            arguments(
                    "not all objects were seen",
                    HEALTHY,
                    SampleResult.atRest()
                            .with(new ApplicationHealth(
                                    false, Health.Progressing, List.of(), Set.of(Sample.ref("one")))),
                    "Unknown",
                    "Unknown",
                    "not all objects have been seen yet"),
            arguments(
                    "there are no objects",
                    Optional.of(Health.Unknown),
                    SampleResult.atRest().with(Sample.health(Health.Healthy, "")),
                    "Unknown",
                    "Unknown",
                    "there is nothing whose health is known"),
            arguments(
                    "all is healthy",
                    HEALTHY,
                    SampleResult.atRest().with(Sample.health(Health.Healthy, "")),
                    "True",
                    "Healthy",
                    "all objects are healthy"),
            arguments(
                    "an object broke",
                    Optional.of(Health.Degraded),
                    SampleResult.atRest().with(Sample.health(Health.Degraded, "it crashes", "one")),
                    "False",
                    "Degraded",
                    "ConfigMap shop/one: it crashes"),
            arguments(
                    "an object is suspended",
                    Optional.of(Health.Suspended),
                    SampleResult.atRest().with(Sample.health(Health.Suspended, "paused", "one")),
                    "False",
                    "Suspended",
                    "ConfigMap shop/one: paused"),
            arguments(
                    "the health of an object can't be known",
                    Optional.of(Health.Unknown),
                    SampleResult.atRest().with(Sample.health(Health.Unknown, "no such kind", "one")),
                    "False",
                    "Unknown",
                    "ConfigMap shop/one: no such kind"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("HEALTH")
    void healthyIs(
            String name, Optional<Health> health, SampleResult result, String status, String reason, String message) {
        List<Condition> conditions = FIRST.of(READY, health, result.build());

        assertThat(conditions.get(3)).as(name).isEqualTo(condition("Healthy", status, reason, message, NOW));
    }

    private static Map<String, String> drifted(int objects) {
        Map<String, String> all = new TreeMap<>();
        for (int i = 1; i <= objects; i++) {
            all.put("identity " + i, "object " + i + ": data");
        }
        return all;
    }

    static final List<Arguments> DRIFT = List.of(
            arguments("none", drifted(0), new String[0], "False", "AsApplied", "no object is known to have drifted"),
            arguments(
                    "one",
                    drifted(1),
                    new String[0],
                    "True",
                    "Differs",
                    "1 object differs from what was applied: object 1: data"),
            arguments(
                    "five are named",
                    drifted(5),
                    new String[0],
                    "True",
                    "Differs",
                    "5 objects differ from what was applied: object 1: data; object 2: data; object 3: data; "
                            + "object 4: data; object 5: data"),
            arguments(
                    "more are counted",
                    drifted(7),
                    new String[0],
                    "True",
                    "Differs",
                    "7 objects differ from what was applied: object 1: data; object 2: data; object 3: data; "
                            + "object 4: data; object 5: data; and 2 more"),
            arguments(
                    "another client sets them again and again",
                    drifted(2),
                    new String[] {"identity 1"},
                    "True",
                    "Contested",
                    "2 objects differ from what was applied: object 1: data; object 2: data; "
                            + "another client sets 1 of them repeatedly: they are not restored for a while"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("DRIFT")
    void driftedIs(
            String name, Map<String, String> drift, String[] contested, String status, String reason, String message) {
        List<Condition> conditions = FIRST.of(
                READY, HEALTHY, SampleResult.atRest().drift(drift, contested).build());

        assertThat(conditions.get(4)).as(name).isEqualTo(condition("Drifted", status, reason, message, NOW));
    }

    private static ApplicationStatus status(Condition... conditions) {
        ApplicationStatus none = ApplicationStatus.NONE;
        return new ApplicationStatus(
                1L,
                List.of(conditions),
                none.revision(),
                none.attemptedRevision(),
                none.attempt(),
                none.health(),
                none.message(),
                none.objects(),
                none.shortRevision(),
                none.sourceRevision(),
                none.comparedAt(),
                none.nextTryAt(),
                none.drifted(),
                none.unhealthy(),
                none.history());
    }

    @Test
    void theTimeOfAConditionIsThatOfItsStatusNotOfItsReason() {
        Conditions later = new Conditions(
                Optional.of(status(
                        condition("Ready", "False", "Degraded", "it crashes", BEFORE),
                        condition("Reconciling", "True", "Progressing", "bringing it", BEFORE))),
                NOW);

        List<Condition> conditions = later.of(new Summary(State.STALLED, "SyncFailed", "forbidden"));

        assertThat(conditions)
                .containsExactly(
                        condition("Ready", "False", "SyncFailed", "forbidden", BEFORE),
                        condition("Reconciling", "False", "SyncFailed", "forbidden", NOW),
                        condition("Stalled", "True", "SyncFailed", "forbidden", NOW));
    }

    @Test
    void healthAndDriftKeepTheirLastValuesWhileNothingCanBeReconciled() {
        Condition healthy = condition("Healthy", "False", "Degraded", "it crashes", BEFORE);
        Condition drifted = condition("Drifted", "True", "Differs", "1 object differs", BEFORE);
        Conditions later = new Conditions(
                Optional.of(status(condition("Ready", "True", "Succeeded", "", BEFORE), healthy, drifted)), NOW);

        List<Condition> conditions = later.of(new Summary(State.RECONCILING, "Retrying", "no answer"));

        assertThat(conditions)
                .containsExactly(
                        condition("Ready", "Unknown", "Retrying", "no answer", NOW),
                        condition("Reconciling", "True", "Retrying", "no answer", NOW),
                        condition("Stalled", "False", "Retrying", "no answer", NOW),
                        healthy,
                        drifted);
    }

    @Test
    void aMessageOfSeveralLinesIsOneLine() {
        List<Condition> conditions = FIRST.of(new Summary(State.STALLED, "SyncFailed", "line 1\nline 2"));

        assertThat(conditions).extracting(Condition::getMessage).containsOnly("line 1 line 2");
    }
}
