package dev.millrace.sync.apply.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.cluster.fields.FieldPath;
import dev.millrace.cluster.fields.PathElement;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The paths of fields as the API server writes them in conflicts, found in an object. */
class FieldConflictTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OBJECT = """
            {"metadata": {"annotations": {"a": "1", "a.b": "2", "a.b.c/d": "3"}, "finalizers": ["x/y", "z"]},
             "spec": {"replicas": 1,
               "containers": [{"name": "main", "image": "web"}, {"name": "a]b\\"c", "image": "odd"}],
               "ports": [{"port": 80, "protocol": "TCP"}, {"port": 80, "protocol": "UDP", "name": "dns"}],
               "args": ["x", "y"]}}""";

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                ".spec.replicas                              | 1",
                ".metadata.annotations.a                     | \"1\"",
                ".metadata.annotations.a.b                   | \"2\"",
                ".metadata.annotations.a.b.c/d               | \"3\"",
                ".metadata.annotations.a.x                   |",
                ".metadata.finalizers[=\"z\"]                | \"z\"",
                ".metadata.finalizers[=\"w\"]                |",
                ".spec.containers[name=\"main\"].image       | \"web\"",
                ".spec.containers[name=\"a]b\\\"c\"].image   | \"odd\"",
                ".spec.containers[name=\"none\"].image       |",
                ".spec.ports[port=80,protocol=\"UDP\"].name  | \"dns\"",
                ".spec.args[1]                               | \"y\"",
                ".spec.args[7]                               |",
                ".spec.args[99999999999]                     |",
                ".spec.args[]                                |",
                ".spec.args[0].name                          |",
                ".spec.replicas[0]                           |",
                ".spec.containers.image                      |",
                "spec.replicas                               |",
                ".                                           |",
            })
    void aPathIsFoundInTheObjectThatHasIt(String field, @Nullable String value) {
        JsonNode object = json(OBJECT);

        Optional<String> found = new FieldConflict("other", field)
                .in(object)
                .map(path -> at(object, path))
                .filter(node -> !node.isMissingNode())
                .map(JsonNode::toString);

        assertThat(found).isEqualTo(Optional.ofNullable(value));
    }

    private static JsonNode at(JsonNode object, FieldPath path) {
        JsonNode here = object;
        for (PathElement element : path.elements()) {
            here = element.find(here);
        }
        return here;
    }

    @Test
    void aConflictNamesItsManagerAlsoWithoutOne() {
        assertThat(FieldConflict.of(".spec.x", "conflict with \"kubectl edit\" using apps/v1 at 2026-01-01T00:00:00Z"))
                .hasToString(".spec.x is kubectl edit's");
        assertThat(FieldConflict.of(".spec.x", "conflicts with others")).hasToString(".spec.x is another manager's");
    }

    @Test
    void aRefusalWithoutDetailsHasNoCauses() {
        KubernetesClientException bare = new KubernetesClientException("no answer");
        KubernetesClientException withoutDetails =
                new KubernetesClientException(new StatusBuilder().withCode(409).build());
        StatusCause empty = new StatusCause();
        KubernetesClientException withEmptyCause = new KubernetesClientException(new StatusBuilder()
                .withCode(422)
                .withNewDetails()
                .withCauses(List.of(empty))
                .endDetails()
                .build());

        assertThat(Refusal.conflicts(bare)).isEmpty();
        assertThat(Refusal.isForPrecondition(bare)).isFalse();
        assertThat(Refusal.immutableFields(bare)).isEmpty();
        assertThat(Refusal.isForPrecondition(withoutDetails)).isTrue();
        assertThat(Refusal.message(withoutDetails)).isEqualTo("HTTP status 409");
        assertThat(Refusal.immutableFields(withEmptyCause)).isEmpty();
    }

    @Test
    void aMessageIsCutBeyondFourThousandCharacters() {
        assertThat(Refusal.message(withMessage("x".repeat(4_000)))).isEqualTo("x".repeat(4_000));
        assertThat(Refusal.message(withMessage("x".repeat(4_001)))).isEqualTo("x".repeat(4_000) + "…");
    }

    private static KubernetesClientException withMessage(String message) {
        return new KubernetesClientException(
                new StatusBuilder().withCode(422).withMessage(message).build());
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + text, e);
        }
    }
}
