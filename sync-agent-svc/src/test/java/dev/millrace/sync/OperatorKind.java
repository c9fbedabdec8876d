package dev.millrace.sync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.millrace.testbed.Testbed;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * A kind of an operator that doesn't run: a test writes the statuses.
 *
 * @param object an object of the kind, without a name
 * @param begun the status with which the operator begins
 * @param health the health of an object with that status
 * @param message a part of its message
 * @param rule the rule that decides on it
 * @param done the status of an object that is healthy
 */
record OperatorKind(
        JsonNode object, String plural, JsonNode begun, String health, String message, String rule, JsonNode done) {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String DEFINITION = """
            ---
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: %1$s.%2$s, annotations: {api-approved.kubernetes.io: "unapproved, a test"}}
            spec:
              group: %2$s
              names: {kind: %3$s, plural: %1$s, singular: %4$s}
              scope: Namespaced
              versions:
                - name: %5$s
                  served: true
                  storage: true
                  subresources: {status: {}}
                  schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            """;

    OperatorKind {
        message = Objects.requireNonNullElse(message, "");
        rule = Objects.requireNonNullElse(rule, "");
    }

    /** Reads the kinds of the test resources. */
    static List<OperatorKind> all() {
        try (InputStream in = OperatorKind.class.getResourceAsStream("/operator-kinds/kinds.yaml")) {
            return YAML.readValue(in, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException("reading the kinds of operators", e);
        }
    }

    /** Defines the kinds in the cluster and awaits that they are served. */
    static void define(List<OperatorKind> kinds) {
        var cluster = Testbed.shared().cluster();
        cluster.apply("default", kinds.stream().map(OperatorKind::definition).collect(Collectors.joining()));
        kinds.forEach(kind -> cluster.awaitDefinition(kind.plural + "." + kind.group()));
    }

    private String definition() {
        return DEFINITION.formatted(plural, group(), kind(), kind().toLowerCase(Locale.ROOT), version());
    }

    String kind() {
        return object.path("kind").asText();
    }

    private String apiVersion() {
        return object.path("apiVersion").asText();
    }

    private String group() {
        return apiVersion().substring(0, apiVersion().indexOf('/'));
    }

    private String version() {
        return apiVersion().substring(apiVersion().indexOf('/') + 1);
    }

    /** Returns an object of the kind as a document of YAML. */
    String document(String name) {
        try {
            String text = YAML.writeValueAsString(object);
            return text + "metadata: {name: " + name + "}\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("writing an object", e);
        }
    }

    /** Writes the status of an object as its operator does, as soon as the object exists. */
    void report(KubernetesClient client, String namespace, String name, JsonNode status) {
        ResourceDefinitionContext resource = new ResourceDefinitionContext.Builder()
                .withGroup(group())
                .withVersion(version())
                .withKind(kind())
                .withPlural(plural)
                .withNamespaced(true)
                .build();
        Resource<GenericKubernetesResource> one = client.genericKubernetesResources(resource)
                .inNamespace(namespace)
                .withName(name);
        Awaitility.await().atMost(Deployed.SOON).until(() -> one.get() != null);
        one.subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":" + status + "}");
    }

    /** Returns a status in YAML. */
    static JsonNode status(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("reading a status", e);
        }
    }
}
