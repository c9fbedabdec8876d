package dev.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docker-compose.yml} is valid and starts the services. */
class ComposeFileTest {
    private static final JsonNode FILE =
            SourceTree.documents(SourceTree.read("docker-compose.yml")).getFirst();
    private static final Schema SCHEMA = schema();

    @Test
    void isValidByTheComposeSpecification() {
        var errors = SCHEMA.validate(FILE.toString(), InputFormat.JSON);

        assertThat(errors).isEmpty();
    }

    @Test
    void theCheckDetectsAnUnknownKey() {
        String wrong = FILE.toString().replaceFirst("\"healthcheck\"", "\"healtcheck\"");

        var errors = SCHEMA.validate(wrong, InputFormat.JSON);

        assertThat(errors).isNotEmpty();
    }

    @Test
    void everyImageIsPinned() {
        assertThat(FILE.path("services").valueStream().map(service -> service.path("image")
                        .asText()))
                .allMatch(image -> image.matches(".+:v?\\d+\\.\\d+.*"));
    }

    @Test
    void startsTheFourServices() {
        assertThat(SourceTree.SERVICES).allSatisfy(name -> {
            JsonNode service = FILE.path("services").path(name);
            assertThat(SourceTree.file(service.at("/build/context").asText() + "/"
                            + service.at("/build/dockerfile").asText()))
                    .isRegularFile();
        });
    }

    @Test
    void everyServiceHasAHealthCheckAndEveryJobIsAwaited() {
        Set<String> awaited = FILE.path("services")
                .valueStream()
                .flatMap(service -> service.path("depends_on").propertyStream())
                .filter(on -> on.getValue().path("condition").asText().equals("service_completed_successfully"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());

        assertThat(FILE.path("services").propertyStream())
                .allMatch(service -> service.getValue().has("healthcheck") != awaited.contains(service.getKey()));
    }

    @Test
    void noPortIsOpenToOthers() {
        assertThat(FILE.path("services")
                        .valueStream()
                        .flatMap(service -> service.path("ports").valueStream())
                        .map(JsonNode::asText))
                .isNotEmpty()
                .allMatch(port -> port.startsWith("127.0.0.1:"));
    }

    @Test
    void noListenerOfKafkaIsOpen() {
        assertThat(ComposeScripts.content("kafka"))
                .contains("SASL_PLAINTEXT")
                .doesNotContainPattern("(:|\\b)PLAINTEXT");
    }

    @Test
    void everyServiceHasThePasswordOfItsOwnUserOnly() {
        assertThat(SourceTree.SERVICES).allSatisfy(name -> {
            JsonNode service = FILE.path("services").path(name);
            assertThat(service.at("/environment/QUARKUS_CONFIG_LOCATIONS").asText())
                    .isEqualTo("/access/kafka.properties");
            assertThat(service.path("volumes").valueStream().map(JsonNode::asText))
                    .filteredOn(volume -> volume.contains("access"))
                    .containsExactly(name + "-access:/access:ro");
        });
    }

    @Test
    void aServiceHasNoRightOnTheMachineThatItHasNotInKubernetes() {
        assertThat(SourceTree.SERVICES).allSatisfy(name -> {
            JsonNode service = FILE.path("services").path(name);
            JsonNode container = SourceTree.documents(SourceTree.read("k8s/base/" + name + "/deployment.yaml"))
                    .getFirst()
                    .at("/spec/template/spec/containers/0/securityContext");
            assertThat(service.path("cap_drop")).isEqualTo(container.at("/capabilities/drop"));
            assertThat(service.path("cap_add")).isEqualTo(container.at("/capabilities/add"));
            assertThat(service.path("read_only").asBoolean()).isTrue();
            assertThat(service.path("security_opt").valueStream().map(JsonNode::asText))
                    .contains("no-new-privileges:true");
        });
    }

    @Test
    void noFileOfAClustersCredentialsIsReadableByOthersOrValidForLong() {
        String script = ComposeScripts.content("create-roles");

        assertThat(script).contains("umask 077", "--duration=720h").doesNotContain("chmod");
        assertThat(FILE.at("/services/k3s/environment/K3S_KUBECONFIG_MODE").asText())
                .isEqualTo("600");
    }

    @ParameterizedTest
    @ValueSource(strings = {"create-passwords", "start-kafka", "create-topics", "create-repositories", "create-roles"})
    void scriptsHaveValidSyntax(String name, @TempDir Path directory) throws IOException, InterruptedException {
        String script = FILE.at("/configs/" + name + "/content").asText();
        assertThat(script.replace("$$", "")).as("every $ is doubled").doesNotContain("$");
        Path file = Files.writeString(directory.resolve("script"), script.replace("$$", "$"));

        Process check = new ProcessBuilder("bash", "-n", file.toString())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(check.waitFor()).isZero();
    }

    /** The schema of the specification, without two parts that the validator can't read: a relative id, and bounds beside several types. */
    private static Schema schema() {
        JsonNode published = SourceTree.documents(
                        SourceTree.read("deploy-checks/src/test/resources/compose-spec/compose-spec.json"))
                .getFirst();
        ((ObjectNode) published).remove("$id");
        published.findParents("minimum").stream()
                .filter(node -> node.path("type").isArray())
                .forEach(node -> ((ObjectNode) node).remove(List.of("minimum", "maximum")));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(published.toString());
    }
}
