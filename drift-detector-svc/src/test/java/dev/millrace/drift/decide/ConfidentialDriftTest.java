package dev.millrace.drift.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cluster.record.AppliedRecord;
import dev.millrace.events.DriftDetected.FieldDrift;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Drift of fields with values that came out of Secrets, in an object that is none. */
class ConfidentialDriftTest {
    private static final AppliedRecord PLAIN = LiveDeployment.recorded();
    private static final AppliedRecord RECORD = PLAIN.having(
            PLAIN.object(LiveDeployment.WEB).orElseThrow().concealing(text -> text.contains("web:1"), PLAIN.salt()));

    @Test
    void aFieldWithAValueOutOfASecretIsPublishedByItsNameAlone() {
        List<FieldDrift> fields =
                fields(RECORD, new LiveDeployment().image("web:2").replicas(3), true);

        assertThat(fields).filteredOn(FieldDrift::redacted).singleElement().satisfies(field -> {
            assertThat(field.path()).isEqualTo("spec.template.spec.containers[name=web].image");
            assertThat(field.desired()).isEmpty();
            assertThat(field.live()).isEmpty();
        });
        assertThat(fields)
                .filteredOn(field -> !field.redacted())
                .singleElement()
                .satisfies(field -> {
                    assertThat(field.path()).isEqualTo("spec.replicas");
                    assertThat(field.live().orElseThrow().asInt()).isEqualTo(3);
                });
    }

    @Test
    void anObjectThatIsAsAppliedHasNoDrift() {
        assertThat(verdict(RECORD, new LiveDeployment(), true)).isEqualTo(new DriftVerdict.AsApplied());
    }

    @Test
    void theOriginOfValuesThatTheAgentAppliedLaterIsUnknownUntilTheyAreRecorded() {
        LiveDeployment newer =
                new LiveDeployment().annotation("millrace.dev/applied", "h2").image("web:2");

        assertThat(verdict(PLAIN, newer, true)).isEqualTo(new DriftVerdict.AwaitRecord());
        assertThat(fields(PLAIN, newer, false)).isNotEmpty().allMatch(FieldDrift::redacted);
    }

    private static List<FieldDrift> fields(AppliedRecord record, LiveDeployment live, boolean mayWait) {
        return verdict(record, live, mayWait) instanceof DriftVerdict.Drifted drifted ? drifted.fields() : List.of();
    }

    private static DriftVerdict verdict(AppliedRecord record, LiveDeployment live, boolean mayWait) {
        return Judge.judge(new DriftFacts(
                Optional.of(record), record.object(LiveDeployment.WEB), LiveDeployment.WEB, live.live(), mayWait));
    }
}
