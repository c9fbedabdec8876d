package dev.millrace.sync.apply;

import static dev.millrace.cluster.application.rule.ConflictRule.Policy.OURS;
import static dev.millrace.cluster.application.rule.ConflictRule.Policy.STOP;
import static dev.millrace.cluster.application.rule.ConflictRule.Policy.THEIRS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.cluster.application.rule.ConflictRule;
import dev.millrace.cluster.application.rule.IgnoreRule;
import dev.millrace.sync.apply.refusal.FieldConflict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Fields that others own too: those of a conflict, and those that are ignored. */
class FieldsOfOthersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DESIRED = "{'metadata': {'name': 'web', 'annotations': {'note': 'ours'}},"
            + " 'spec': {'replicas': 1, 'template': {'containers': [{'name': 'main', 'image': 'web:1'}]}}}";
    private static final FieldConflict REPLICAS = new FieldConflict("scaler", ".spec.replicas");
    private static final FieldConflict IMAGE =
            new FieldConflict("updater", ".spec.template.containers[name=\"main\"].image");

    static final List<Arguments> CONFLICTS = List.of(
            row("no rule", List.of(), "1 web:1", ""),
            row("theirs", List.of(rule(THEIRS, "", "")), "- -", ""),
            row("theirs of a manager", List.of(rule(THEIRS, "scaler", "")), "- web:1", ""),
            row("theirs of managers by a prefix", List.of(rule(THEIRS, "sca*", "")), "- web:1", ""),
            row("theirs of a field", List.of(rule(THEIRS, "", "/spec/replicas")), "- web:1", ""),
            row("theirs of an item", List.of(rule(THEIRS, "", "/spec/template/containers/[name=main]")), "1 -", ""),
            row(
                    "theirs of another item",
                    List.of(rule(THEIRS, "", "/spec/template/containers/[name=a]")),
                    "1 web:1",
                    ""),
            row("of a field and another manager", List.of(rule(THEIRS, "updater", "/spec/replicas")), "1 web:1", ""),
            row("the first rule", List.of(rule(OURS, "", "/spec/replicas"), rule(THEIRS, "", "")), "1 -", ""),
            row("stop", List.of(rule(STOP, "scaler", "")), "1 web:1", ".spec.replicas"),
            row(
                    "stop beside theirs",
                    List.of(rule(STOP, "scaler", ""), rule(THEIRS, "", "")),
                    "1 -",
                    ".spec.replicas"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("CONFLICTS")
    void theFirstRuleForAConflictDecides(String situation, List<ConflictRule> rules, String left, String stopped) {
        JsonNode content = json(DESIRED);

        List<FieldConflict> stops = Applier.settle(List.of(REPLICAS, IMAGE), rules, content);

        assertThat(shown(content)).isEqualTo(left);
        assertThat(stops).extracting(FieldConflict::field).isEqualTo(stopped.isEmpty() ? List.of() : List.of(stopped));
    }

    @Test
    void aConflictAboutAFieldThatIsNotFoundIsDecidedByRulesWithoutFieldsAndChangesNothing() {
        FieldConflict unknown = new FieldConflict("scaler", ".spec.other[0]");
        JsonNode content = json(DESIRED);

        assertThat(Applier.settle(List.of(unknown), List.of(rule(STOP, "", "/spec/other")), content))
                .isEmpty();
        assertThat(Applier.settle(List.of(unknown), List.of(rule(STOP, "", "")), content))
                .containsExactly(unknown);
        assertThat(Applier.settle(List.of(unknown), List.of(rule(THEIRS, "", "")), content))
                .isEmpty();
        assertThat(content).isEqualTo(json(DESIRED));
    }

    private static final String LIVE =
            "{'metadata': {'name': 'web', 'annotations': {'note': 'theirs', 'millrace.dev/applied': 'h'},"
                    + " 'managedFields': ["
                    + "{'manager': 'millrace', 'operation': 'Apply', 'fieldsV1': %s},"
                    + "{'manager': 'scaler', 'operation': 'Update', 'fieldsV1': %s}]},"
                    + " 'spec': {'replicas': 9, 'template': {'containers': [{'name': 'main', 'image': 'web:9'}]}}}";
    private static final String NOTHING = "{'f:data': {'f:other': {}}}";
    private static final String F_REPLICAS = "{'f:spec': {'f:replicas': {}}}";
    private static final String F_IMAGE =
            "{'f:spec': {'f:template': {'f:containers': {'k:{\\\"name\\\":\\\"main\\\"}': {'.': {}, 'f:image': {}}}}}}";
    private static final String F_BOTH =
            "{'f:spec': {'f:replicas': {}, 'f:template': {'f:containers': {'k:{\\\"name\\\":\\\"main\\\"}': {'f:image': {}}}}}}";

    static final List<Arguments> IGNORED = List.of(
            row("a field of another", ignored("/spec/replicas", ""), NOTHING, F_REPLICAS, "- web:1"),
            row("a field that is still ours", ignored("/spec/replicas", ""), F_REPLICAS, NOTHING, "9 web:1"),
            row("an item's field", ignored("/spec/template/containers/*/image", ""), NOTHING, F_IMAGE, "1 -"),
            row("a field that isn't there", ignored("/spec/other", ""), NOTHING, F_BOTH, "1 web:1"),
            row("fields of a manager", ignored("", "scaler"), NOTHING, F_BOTH, "- -"),
            row("some fields of a manager", ignored("", "sc*"), NOTHING, F_REPLICAS, "- web:1"),
            row("another manager", ignored("", "other"), NOTHING, F_BOTH, "1 web:1"),
            row("fields of any manager but ours", ignored("", "*"), F_BOTH, NOTHING, "1 web:1"),
            row("fields of any manager, shared with us", ignored("", "*"), F_BOTH, F_REPLICAS, "- web:1"),
            row("no rule", List.of(), NOTHING, F_BOTH, "1 web:1"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("IGNORED")
    void anIgnoredFieldStaysAsItsOwnerSetIt(
            String situation, List<IgnoreRule> rules, String ours, String theirs, String left) {
        JsonNode content = json(DESIRED);

        Applier.leaveIgnored(content, rules, json(LIVE.formatted(ours, theirs)));

        assertThat(shown(content)).isEqualTo(left);
    }

    @Test
    void whatIdentifiesTheObjectAndOurAnnotationsAreNeverIgnored() {
        JsonNode content = json("{'apiVersion': 'v1', 'kind': 'A', 'metadata': {'annotations': {'note': 'a',"
                + " 'millrace.dev/applied': 'b'}}}");
        String theirs = "{'f:apiVersion': {}, 'f:kind': {},"
                + " 'f:metadata': {'f:annotations': {'f:note': {}, 'f:millrace.dev/applied': {}}}}";

        Applier.leaveIgnored(content, ignored("", "scaler"), json(LIVE.formatted(NOTHING, theirs)));

        assertThat(content)
                .isEqualTo(
                        json(
                                "{'apiVersion': 'v1', 'kind': 'A', 'metadata': {'annotations': {'millrace.dev/applied': 'b'}}}"));
    }

    private static String shown(JsonNode content) {
        return content.at("/spec/replicas").asText("-") + " "
                + content.at("/spec/template/containers/0/image").asText("-");
    }

    private static ConflictRule rule(ConflictRule.Policy policy, String manager, String field) {
        return new ConflictRule(policy, list(manager), List.of(), list(field));
    }

    private static List<IgnoreRule> ignored(String field, String manager) {
        return List.of(new IgnoreRule(null, null, null, null, list(field), list(manager)));
    }

    private static List<String> list(String text) {
        return text.isEmpty() ? List.of() : List.of(text);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + text, e);
        }
    }

    private static Arguments row(Object... cells) {
        return Arguments.of(cells);
    }
}
