package dev.millrace.cluster.fields;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldsTest {
    private static final String OURS = """
            {"f:metadata": {"f:labels": {"f:app.kubernetes.io/name": {}}, "f:finalizers": {".": {}, "v:\\"a/b\\"": {}}},
             "f:spec": {"f:replicas": {}, "f:selector": {}, "f:strategy": {},
               "f:ports": {"k:{\\"port\\":80,\\"protocol\\":\\"TCP\\"}": {".": {}, "f:port": {}, "f:targetPort": {}}},
               "f:containers": {"k:{\\"name\\":\\"web\\"}": {".": {}, "f:name": {}, "f:image": {}, "f:null": {}}}}}""";

    private static final String LIVE = """
            {"metadata": {"name": "web", "labels": {"app.kubernetes.io/name": "web", "other": "x"}, "finalizers": ["z", "a/b"]},
             "spec": {"replicas": 3, "selector": {"matchLabels": {"a": "b"}}, "strategy": {"type": "RollingUpdate"},
               "ports": [{"port": 80, "protocol": "UDP", "targetPort": 1}, {"port": 80, "protocol": "TCP", "targetPort": 2, "name": "x"}],
               "containers": [{"name": "side", "image": "s:1"}, {"name": "web", "image": "w:1", "tty": true}]}}""";

    private final FieldSet ours = FieldSet.parse(json(OURS));
    private final JsonNode desired = Projection.of(json(LIVE), ours);

    private static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private List<String> differences(String live) {
        return Difference.between(ours, desired, Projection.of(json(live), ours), path -> false).stream()
                .map(d -> d.path() + ": " + d.desired().map(JsonNode::toString).orElse("-") + " -> "
                        + d.live().map(JsonNode::toString).orElse("-"))
                .toList();
    }

    @Test
    void aProjectionHasExactlyTheFieldsOfTheSetAndTheKeysOfItems() {
        assertThat(desired).isEqualTo(json("""
                {"metadata": {"labels": {"app.kubernetes.io/name": "web"}, "finalizers": ["a/b"]},
                 "spec": {"replicas": 3, "selector": {"matchLabels": {"a": "b"}}, "strategy": {"type": "RollingUpdate"},
                   "ports": [{"port": 80, "protocol": "TCP", "targetPort": 2}],
                   "containers": [{"name": "web", "image": "w:1"}]}}"""));
    }

    @Test
    void whatIsNotOursMayChange() {
        String live = LIVE.replace("\"other\": \"x\"", "\"other\": \"y\"")
                .replace("s:1", "s:2")
                .replace("\"tty\": true", "\"tty\": false, \"stdin\": true")
                .replace("[\"z\", \"a/b\"]", "[\"a/b\"]");

        assertThat(differences(live)).isEmpty();
    }

    @Test
    void theOrderOfItemsAndMembersDoesNotCount() {
        String live = LIVE.replace("[\"z\", \"a/b\"]", "[\"a/b\", \"z\"]")
                .replace(
                        "{\"name\": \"side\", \"image\": \"s:1\"}, {\"name\": \"web\", \"image\": \"w:1\", \"tty\": true}",
                        "{\"tty\": true, \"image\": \"w:1\", \"name\": \"web\"}, {\"name\": \"side\"}");

        assertThat(differences(live)).isEmpty();
    }

    @Test
    void aChangedValueIsToldWithAPathThatPeopleCanRead() {
        String live = LIVE.replace("w:1", "w:2")
                .replace("\"name\": \"web\", \"labels\"", "\"labels\"")
                .replace("\"app.kubernetes.io/name\": \"web\"", "\"app.kubernetes.io/name\": \"x\"");

        assertThat(differences(live))
                .containsExactly(
                        "metadata.labels[app.kubernetes.io/name]: \"web\" -> \"x\"",
                        "spec.containers[name=web].image: \"w:1\" -> \"w:2\"");
    }

    @Test
    void aMissingItemIsToldAsAWhole() {
        String live =
                LIVE.replace("\"protocol\": \"TCP\"", "\"protocol\": \"SCTP\"").replace("[\"z\", \"a/b\"]", "[]");

        assertThat(differences(live))
                .containsExactly(
                        "metadata.finalizers[=a/b]: \"a/b\" -> -",
                        "spec.ports[port=80,protocol=TCP]: {\"port\":80,\"targetPort\":2,\"protocol\":\"TCP\"} -> -");
    }

    @Test
    void aFieldThatWasAppliedAsNullDiffersOnceItIsSet() {
        String live = LIVE.replace("\"tty\": true", "\"null\": 5");

        assertThat(differences(live)).containsExactly("spec.containers[name=web].null: - -> 5");
        assertThat(differences(LIVE.replace("\"tty\": true", "\"null\": null"))).isEmpty();
    }

    @Test
    void aNumberIsTheSameHoweverItIsWritten() {
        assertThat(differences(LIVE.replace("\"replicas\": 3", "\"replicas\": 3.0")))
                .isEmpty();
        assertThat(differences(LIVE.replace("\"replicas\": 3", "\"replicas\": \"3\"")))
                .hasSize(1);
    }

    @Test
    void whatOthersPutIntoOurEmptyMapIsTheirs() {
        JsonNode live = Projection.of(json(LIVE.replace("\"RollingUpdate\"", "\"Recreate\"")), ours);

        List<FieldDifference> alone = Difference.between(ours, desired, live, path -> false);
        List<FieldDifference> shared =
                Difference.between(ours, desired, live, path -> path.equals(FieldPath.of("spec", "strategy")));

        assertThat(alone).extracting(d -> d.path().toString()).containsExactly("spec.strategy");
        assertThat(shared).isEmpty();
    }

    @Test
    void unknownKeysOfFieldsV1AreRefused() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> FieldSet.parse(json("{\"x:a\": {}}")))
                .hasMessageContaining("x:a");
    }
}
