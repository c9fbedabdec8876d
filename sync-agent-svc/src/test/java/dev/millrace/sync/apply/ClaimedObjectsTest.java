package dev.millrace.sync.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.cluster.Marks;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.render.lookup.ObjectQuery;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** The objects that a chart may look up. */
class ClaimedObjectsTest {
    private static final String OURS = "uid-1";
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    /** The cluster: each object with the uid in its claim; empty if it has none. */
    private static final Map<ObjectRef, String> LIVE = Map.of(
            secret("shop", "password"),
            OURS,
            secret("shop", "second"),
            OURS,
            secret("other", "password"),
            OURS,
            new ObjectRef("apps/v1", "Deployment", Optional.of("shop"), "web"),
            OURS,
            new ObjectRef("rbac.authorization.k8s.io/v1", "ClusterRole", Optional.empty(), "reader"),
            OURS,
            secret("shop", "taken"),
            "uid-2",
            secret("shop", "released"),
            "",
            secret("shop", "never-applied"),
            OURS,
            secret("kube-system", "token"),
            "");

    /** The applied record. */
    private static final List<ObjectRef> APPLIED = List.of(
            secret("shop", "password"),
            secret("shop", "second"),
            secret("other", "password"),
            new ObjectRef("apps/v1", "Deployment", Optional.of("shop"), "web"),
            new ObjectRef("rbac.authorization.k8s.io/v1", "ClusterRole", Optional.empty(), "reader"),
            secret("shop", "taken"),
            secret("shop", "released"),
            secret("shop", "deleted"));

    static final List<Arguments> QUERIES = List.of(
            arguments("an object", query("v1", "Secret", "shop", "password"), List.of("shop/password")),
            arguments(
                    "one in another namespace", query("v1", "Secret", "other", "password"), List.of("other/password")),
            arguments("a name that is not recorded", query("v1", "Secret", "shop", "web"), List.of()),
            arguments("no namespace for a namespaced object", query("v1", "Secret", "", "password"), List.of()),
            arguments("all in a namespace", query("v1", "Secret", "shop", ""), List.of("shop/password", "shop/second")),
            arguments(
                    "all in all namespaces",
                    query("v1", "Secret", "", ""),
                    List.of("shop/password", "shop/second", "other/password")),
            arguments(
                    "another version of the group",
                    query("apps/v1beta1", "Deployment", "shop", "web"),
                    List.of("shop/web")),
            arguments("another group", query("extensions/v1", "Deployment", "shop", "web"), List.of()),
            arguments("another kind", query("v1", "ConfigMap", "shop", "password"), List.of()),
            arguments(
                    "a cluster-scoped object",
                    query("rbac.authorization.k8s.io/v1", "ClusterRole", "", "reader"),
                    List.of("/reader")),
            arguments(
                    "a cluster-scoped object with a namespace",
                    query("rbac.authorization.k8s.io/v1", "ClusterRole", "shop", "reader"),
                    List.of("/reader")),
            arguments("an object of another Application", query("v1", "Secret", "shop", "taken"), List.of()),
            arguments("an object without a claim", query("v1", "Secret", "shop", "released"), List.of()),
            arguments("a deleted object", query("v1", "Secret", "shop", "deleted"), List.of()),
            arguments(
                    "a claimed object that is not recorded", query("v1", "Secret", "shop", "never-applied"), List.of()),
            arguments("an object that is nobody's", query("v1", "Secret", "kube-system", "token"), List.of()),
            arguments("all of a namespace without own objects", query("v1", "Secret", "kube-system", ""), List.of()),
            arguments("a path in place of a name", query("v1", "Secret", "shop", "../other/password"), List.of()),
            arguments("a path in place of a version", query("v1/../v1", "Secret", "shop", "password"), List.of()),
            arguments("nothing", query("", "", "", ""), List.of()));

    @ParameterizedTest(name = "{0}")
    @FieldSource("QUERIES")
    void findsOnlyRecordedObjectsWithTheClaim(String name, ObjectQuery query, List<String> expected) {
        List<ObjectRef> read = new ArrayList<>();

        List<String> found = objects(read)
                .find(query)
                .map(content -> (Map<?, ?>) content.get("metadata"))
                .map(metadata -> metadata.get("namespace") == null
                        ? "/" + metadata.get("name")
                        : metadata.get("namespace") + "/" + metadata.get("name"))
                .toList();

        assertThat(found).isEqualTo(expected);
        assertThat(APPLIED).containsAll(read);
    }

    @Test
    void returnsTheContentWithoutVersionAndManagers() {
        Map<String, Object> content = objects(new ArrayList<>())
                .find(query("v1", "Secret", "shop", "password"))
                .findFirst()
                .orElseThrow();

        assertThat(content).containsEntry("kind", "Secret").containsEntry("data", Map.of("value", "aHVudGVyMg=="));
        assertThat(content)
                .extractingByKey("metadata", InstanceOfAssertFactories.map(String.class, Object.class))
                .doesNotContainKeys("resourceVersion", "managedFields");
    }

    @Test
    void anUnavailableClusterIsNotAMissingObject() {
        ClaimedObjects objects = new ClaimedObjects(
                claim(),
                APPLIED,
                ref -> {
                    throw ClusterUnavailable.during("reading " + ref, new KubernetesClientException("no answer"));
                },
                ClaimedObjectsTest::content);

        assertThatThrownBy(() ->
                        objects.find(query("v1", "Secret", "shop", "password")).toList())
                .isInstanceOf(ClusterUnavailable.class)
                .hasMessage("reading Secret shop/password: the API server does not answer");
    }

    private static ClaimedObjects objects(List<ObjectRef> read) {
        return new ClaimedObjects(
                claim(),
                APPLIED,
                ref -> {
                    read.add(ref);
                    return Optional.ofNullable(LIVE.get(ref)).map(uid -> live(ref, uid));
                },
                ClaimedObjectsTest::content);
    }

    private static GenericKubernetesResource live(ObjectRef ref, String uid) {
        return new GenericKubernetesResourceBuilder()
                .withApiVersion(ref.apiVersion())
                .withKind(ref.kind())
                .withNewMetadata()
                .withName(ref.name())
                .withNamespace(ref.namespace().orElse(null))
                .withResourceVersion("7")
                .addToAnnotations(uid.isEmpty() ? Map.of() : Map.of(Marks.APPLICATION_UID, uid))
                .addNewManagedField()
                .withManager("millrace")
                .endManagedField()
                .endMetadata()
                .addToAdditionalProperties("data", Map.of("value", "aHVudGVyMg=="))
                .build();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> content(GenericKubernetesResource object) {
        return SERIALIZATION.convertValue(object, Map.class);
    }

    private static Claim claim() {
        return new Claim(new ApplicationId("test", "shop", "app"), OURS);
    }

    private static ObjectRef secret(String namespace, String name) {
        return new ObjectRef("v1", "Secret", Optional.of(namespace), name);
    }

    private static ObjectQuery query(String apiVersion, String kind, String namespace, String name) {
        return new ObjectQuery(apiVersion, kind, namespace, name);
    }
}
