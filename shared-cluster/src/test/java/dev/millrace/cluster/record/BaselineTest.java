package dev.millrace.cluster.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cluster.application.rule.ConflictRule;
import dev.millrace.cluster.fields.FieldDifference;
import dev.millrace.events.value.ObjectRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaselineTest {
    private static final ObjectRef SECRET = new ObjectRef("v1", "Secret", Optional.of("shop"), "access");
    private static final String STORED = """
            {"apiVersion": "v1", "kind": "Secret", "type": "Opaque", "metadata": {"name": "access", "uid": "u",
               "annotations": {"millrace.dev/applied": "h1", "note": "pa55word"},
               "managedFields": [{"manager": "millrace", "operation": "Apply", "apiVersion": "v1", "fieldsType": "FieldsV1",
                 "fieldsV1": {"f:data": {"f:password": {}}, "f:type": {}, "f:metadata": {"f:annotations": {"f:millrace.dev/applied": {}, "f:note": {}}}}}]},
             "data": {"password": "cGE1NXdvcmQ="}}""";

    private static Baseline baseline() {
        return Baseline.of(SECRET, Records.json(STORED), Records.SALT).orElseThrow();
    }

    @Test
    void noValueOfASecretIsKept() {
        String kept = new String(RecordCodec.json(baseline()), StandardCharsets.UTF_8);

        assertThat(kept).contains("\"h1\"", "Opaque").doesNotContain("cGE1NXdvcmQ=", "pa55word");
    }

    @Test
    void aSecretIsComparedByItsHashes() {
        JsonNode changed = Records.json(STORED.replace("cGE1NXdvcmQ=", "b3RoZXI="));

        List<FieldDifference> differences = baseline().differences(SECRET, changed, Records.SALT);

        assertThat(baseline().differences(SECRET, Records.json(STORED), Records.SALT))
                .isEmpty();
        assertThat(differences).extracting(d -> d.path().toString()).containsExactly("data.password");
        assertThat(differences.toString()).doesNotContain("b3RoZXI=", "cGE1NXdvcmQ=");
    }

    @Test
    void theAppliedHashIsReadFromTheBaseline() {
        assertThat(baseline().applied()).contains("h1");
    }

    @Test
    void anAnswerThatNamesNoFieldOfOursGivesNone() {
        assertThat(Baseline.of(SECRET, Records.json(STORED.replace("\"Apply\"", "\"Update\"")), Records.SALT))
                .isEmpty();
    }

    private static final ObjectRef WEB = new ObjectRef("apps/v1", "Deployment", Optional.of("shop"), "web");
    private static final String WEB_STORED = """
            {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "uid": "u", "managedFields": [
               {"manager": "millrace", "operation": "Apply", "apiVersion": "apps/v1", "fieldsType": "FieldsV1",
                "fieldsV1": {"f:spec": {"f:replicas": {}, "f:initContainers": {
                   "k:{\\"name\\":\\"a\\"}": {"f:name": {}}, "k:{\\"name\\":\\"b\\"}": {"f:name": {}}}}}},
               {"manager": "%s", "operation": "Update", "apiVersion": "apps/v1", "fieldsType": "FieldsV1", "fieldsV1": {"f:spec": {"f:replicas": {}}}}]},
             "spec": {"replicas": 2, "initContainers": [{"name": "b"}, {"name": "a"}]}}""";

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "the other manager's, vpa-*, /spec/replicas, vpa-recommender, false",
        "any manager's, '', /spec/replicas, somebody, false",
        "any field of a manager, hpa, '', hpa, false",
        "a wildcard, hpa, /spec/*, hpa, false",
        "another manager, vpa-*, /spec/replicas, somebody, true",
        "another field, vpa-*, /spec/template, vpa-recommender, true",
    })
    void aFieldWhoseConflictOthersWinIsNoDifference(
            String rule, String managers, String fields, String manager, boolean differs) {
        List<ConflictRule> rules = List.of(new ConflictRule(
                ConflictRule.Policy.THEIRS,
                managers.isEmpty() ? List.of() : List.of(managers),
                List.of("Deployment"),
                fields.isEmpty() ? List.of() : List.of(fields)));
        String live = WEB_STORED.formatted(manager);

        Baseline yielding =
                Baseline.of(WEB, Records.json(live), Records.SALT).orElseThrow().yielding(rules);

        assertThat(yielding.differences(
                        WEB, Records.json(live.replace("\"replicas\": 2", "\"replicas\": 5")), Records.SALT))
                .hasSize(differs ? 1 : 0);
    }

    @Test
    void theFirstRuleOfAFieldDecides() {
        ConflictRule ours = new ConflictRule(ConflictRule.Policy.OURS, List.of(), List.of(), List.of("/spec/replicas"));
        ConflictRule theirs = new ConflictRule(ConflictRule.Policy.THEIRS, List.of(), List.of(), List.of());
        String live = WEB_STORED.formatted("somebody");

        Baseline yielding = Baseline.of(WEB, Records.json(live), Records.SALT)
                .orElseThrow()
                .yielding(ConflictRule.ofKind(List.of(ours, theirs), "Deployment"));

        assertThat(yielding.differences(
                        WEB, Records.json(live.replace("\"replicas\": 2", "\"replicas\": 5")), Records.SALT))
                .hasSize(1);
    }

    @Test
    void theOrderOfInitContainersIsKept() throws IOException {
        JsonNode stored = Records.json(WEB_STORED.formatted("somebody"));
        JsonNode swapped = Records.json(WEB_STORED
                .formatted("somebody")
                .replace("[{\"name\": \"b\"}, {\"name\": \"a\"}]", "[{\"name\": \"a\"}, {\"name\": \"b\"}]"));
        Baseline baseline = Baseline.of(WEB, stored, Records.SALT).orElseThrow();
        Baseline older = RecordCodec.JSON.readValue(
                new String(RecordCodec.json(baseline), StandardCharsets.UTF_8)
                        .replace("\"ordered\":true", "\"ordered\":false"),
                Baseline.class);

        assertThat(baseline.differences(WEB, stored, Records.SALT)).isEmpty();
        assertThat(baseline.differences(WEB, swapped, Records.SALT))
                .extracting(d -> d.path().toString())
                .containsExactly("spec.initContainers");
        assertThat(older.differences(WEB, swapped, Records.SALT)).isEmpty();
    }

    @Test
    void theRulesOfConflictsAreStored() throws IOException {
        ConflictRule theirs =
                new ConflictRule(ConflictRule.Policy.THEIRS, List.of("vpa"), List.of(), List.of("/spec/a"));
        Baseline yielding = baseline().yielding(List.of(theirs));

        assertThat(RecordCodec.JSON.readValue(RecordCodec.json(yielding), Baseline.class))
                .isEqualTo(yielding);
    }
}
