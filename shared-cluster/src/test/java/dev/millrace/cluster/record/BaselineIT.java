package dev.millrace.cluster.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cluster.Marks;
import dev.millrace.cluster.fields.FieldDifference;
import dev.millrace.cluster.fields.ManagedFields;
import dev.millrace.cluster.fields.Owner;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.cluster.Cluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Server values are compared with server values: whatever the API server and its controllers make of what we wrote is no difference. */
@WithParts(PartKind.CLUSTER)
class BaselineIT {
    private static KubernetesClient client;
    private static Cluster cluster;
    private static String namespace;
    private static List<AppliedObject> applied;

    @BeforeAll
    static void applyAwkwardObjects(Cluster testbed) {
        cluster = testbed;
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig().toFile()))
                .build();
        namespace = cluster.createNamespace("baseline");
        applied = new ArrayList<>();
        for (String document : awkward().split("\n---\n", -1)) {
            applied.add(apply(document));
        }
    }

    @AfterAll
    static void disconnect() {
        client.close();
    }

    private static String awkward() {
        try (InputStream file = BaselineIT.class.getResourceAsStream("awkward.yaml")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AppliedObject apply(String document) {
        GenericKubernetesResource object =
                client.getKubernetesSerialization().unmarshal(document, GenericKubernetesResource.class);
        GenericKubernetesResource answer = client.resource(object)
                .inNamespace(namespace)
                .fieldManager(Marks.FIELD_MANAGER)
                .forceConflicts()
                .serverSideApply();
        return AppliedObject.of(refOf(answer), "h", tree(answer), Records.SALT);
    }

    private static ObjectRef refOf(HasMetadata object) {
        return new ObjectRef(
                object.getApiVersion(),
                object.getKind(),
                Optional.ofNullable(object.getMetadata().getNamespace()),
                object.getMetadata().getName());
    }

    private static JsonNode tree(Object object) {
        return client.getKubernetesSerialization().convertValue(object, JsonNode.class);
    }

    private static JsonNode live(ObjectRef ref) {
        return tree(client.genericKubernetesResources(ref.apiVersion(), ref.kind())
                .inNamespace(ref.namespace().orElseThrow())
                .withName(ref.name())
                .get());
    }

    private static List<FieldDifference> differences(AppliedObject object) {
        return object.baseline().orElseThrow().differences(object.ref(), live(object.ref()), Records.SALT);
    }

    private static AppliedObject applied(String kind) {
        return applied.stream()
                .filter(object -> object.ref().kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatTheServerAndItsControllersMakeOfAwkwardValuesIsNoDifference() {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> live(applied("Deployment").ref())
                                .path("status")
                                .path("observedGeneration")
                                .asInt()
                        > 0);

        assertThat(applied).hasSizeGreaterThanOrEqualTo(15);
        assertThat(applied).allSatisfy(object -> assertThat(differences(object))
                .as(object.ref().toString())
                .isEmpty());
    }

    @Test
    void applyingTheSameAgainIsNoDifference() {
        for (String document : awkward().split("\n---\n", -1)) {
            apply(document);
        }

        assertThat(applied).allSatisfy(object -> assertThat(differences(object)).isEmpty());
    }

    @Test
    void aChangeByHandIsExactlyOneDifferenceWithItsAuthor() {
        AppliedObject object = apply("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: by-hand}
                spec:
                  replicas: 0
                  selector: {matchLabels: {app: by-hand}}
                  template:
                    metadata: {labels: {app: by-hand}}
                    spec: {containers: [{name: web, image: "example.com/web:1"}]}
                """);

        cluster.kubectl("set", "image", "deployment/by-hand", "web=example.com/web:2", "-n", namespace);

        JsonNode live = live(object.ref());
        List<FieldDifference> found = object.baseline().orElseThrow().differences(object.ref(), live, Records.SALT);
        assertThat(found).singleElement().satisfies(difference -> {
            assertThat(difference.path()).hasToString("spec.template.spec.containers[name=web].image");
            assertThat(difference.desired()).map(JsonNode::asText).contains("example.com/web:1");
            assertThat(difference.live()).map(JsonNode::asText).contains("example.com/web:2");
            Owner owner = ManagedFields.of(live)
                    .ownerOf(difference.path(), Marks.FIELD_MANAGER)
                    .orElseThrow();
            assertThat(owner.manager()).isEqualTo("kubectl-set");
            assertThat(owner.operation()).isEqualTo("Update");
            assertThat(owner.time()).isPresent();
        });
    }
}
