package dev.millrace.deploy;

import static dev.millrace.testbed.PartKind.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.cluster.Cluster;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** An API server accepts everything in {@code k8s/} with strict validation. */
@WithParts(CLUSTER)
class KustomizationsIT {
    private static final String KUSTOMIZATION = "/kustomization.yaml";

    @BeforeAll
    static void installDefinitions(Cluster cluster) {
        cluster.apply(
                "default",
                Clusters.only(Clusters.rendered(cluster, "k8s/base"), Set.of("Namespace", "CustomResourceDefinition")));
        cluster.apply("default", "{apiVersion: v1, kind: Namespace, metadata: {name: kafka}}");
        String[] definitions = {
            "applications.millrace.dev", "kafkatopics.kafka.strimzi.io", "kafkausers.kafka.strimzi.io"
        };
        cluster.apply("default", SourceTree.read("deploy-checks/src/test/resources/strimzi/kafkatopics.yaml"));
        cluster.apply("default", SourceTree.read("deploy-checks/src/test/resources/strimzi/kafkausers.yaml"));
        for (String definition : definitions) {
            cluster.awaitDefinition(definition);
        }
    }

    static Stream<String> installable() {
        return Stream.concat(Stream.of("k8s/base"), overlays());
    }

    private static Stream<String> overlays() {
        return SourceTree.below("k8s/overlays", KUSTOMIZATION).stream().map(path -> path.replace(KUSTOMIZATION, ""));
    }

    @ParameterizedTest
    @MethodSource("installable")
    void theApiServerAcceptsIt(String directory, Cluster cluster) {
        String rendered = Clusters.rendered(cluster, directory);

        String answer = dryRun(cluster, rendered);

        assertThat(answer.lines())
                .hasSameSizeAs(SourceTree.documents(rendered))
                .allMatch(line -> line.contains("server dry run"));
    }

    @Test
    void theCheckDetectsAnUnknownField(Cluster cluster) {
        String rendered = Clusters.rendered(cluster, "k8s/base");

        assertThatThrownBy(() -> dryRun(cluster, rendered.replaceFirst("failureThreshold:", "failureTreshold:")))
                .hasMessageContaining("failureTreshold");
    }

    @Test
    void everyComponentIsInAnOverlay() {
        Set<String> used = overlays()
                .flatMap(overlay -> SourceTree.documents(SourceTree.read(overlay + KUSTOMIZATION)).stream()
                        .flatMap(document -> texts(document.path("components"))))
                .map(path -> path.replaceFirst("^(\\.\\./)+", "k8s/"))
                .collect(Collectors.toSet());

        assertThat(SourceTree.below("k8s/components", KUSTOMIZATION))
                .isNotEmpty()
                .allMatch(path -> used.contains(path.replace(KUSTOMIZATION, "")));
    }

    @ParameterizedTest
    @MethodSource("installable")
    void onlyTheServicesInTheClusterHaveAToken(String directory, Cluster cluster) {
        List<JsonNode> deployments = deployments(cluster, directory);

        assertThat(deployments).hasSize(SourceTree.SERVICES.size());
        assertThat(deployments)
                .filteredOn(d ->
                        d.at("/spec/template/spec/automountServiceAccountToken").asBoolean(true))
                .extracting(d -> d.at("/metadata/name").asText())
                .containsExactlyInAnyOrder("sync-agent", "drift-detector");
    }

    @ParameterizedTest
    @MethodSource("installable")
    void everyPodHasProbesAndLimitsAndAReadOnlyRoot(String directory, Cluster cluster) {
        assertThat(deployments(cluster, directory)).allSatisfy(deployment -> {
            JsonNode container = deployment.at("/spec/template/spec/containers/0");
            assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/q/health/started");
            assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/q/health/live");
            assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/q/health/ready");
            assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
            assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                    .isTrue();
            assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                    .isFalse();
        });
    }

    @ParameterizedTest
    @CsvSource({"k8s/overlays/dev, dev", "k8s/overlays/production, production", "k8s/overlays/several-teams, production"
    })
    void theUsersOfKafkaAreThoseOfTheCluster(String directory, String name, Cluster cluster) {
        List<JsonNode> objects = SourceTree.documents(Clusters.rendered(cluster, directory));

        assertThat(KafkaRights.strimzi(objects.stream())).isEqualTo(KafkaRights.strimzi(name));
        assertThat(objects).noneMatch(object -> object.toString().contains("CLUSTER"));
    }

    @Test
    void eachServiceOfTheOverlayForExperimentsHasThePasswordOfItsOwnUser(Cluster cluster) {
        assertThat(deployments(cluster, "k8s/overlays/dev")).allSatisfy(deployment -> {
            String service = deployment.at("/metadata/name").asText() + "-svc";
            assertThat(deployment
                            .at("/spec/template/spec/containers/0/env")
                            .valueStream()
                            .filter(variable -> variable.path("name").asText().startsWith("KAFKA_"))
                            .map(variable -> variable.path("value")
                                    .asText(variable.at("/valueFrom/secretKeyRef/name")
                                            .asText())))
                    .containsExactly("SASL_PLAINTEXT", "SCRAM-SHA-512", KafkaRights.user(service, "dev"));
        });
    }

    private static List<JsonNode> deployments(Cluster cluster, String directory) {
        return SourceTree.documents(Clusters.rendered(cluster, directory)).stream()
                .filter(d -> Objects.equals(d.path("kind").asText(), "Deployment"))
                .toList();
    }

    private static String dryRun(Cluster cluster, String rendered) {
        return Clusters.withFile(
                cluster,
                rendered,
                "apply",
                "--server-side",
                "--dry-run=server",
                "--validate=strict",
                "--force-conflicts");
    }

    private static Stream<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText);
    }
}
