package dev.millrace.sync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.testbed.cluster.Cluster;
import java.util.Map;
import java.util.Objects;

/** The objects of the kinds that tests wait for, as the API server has them. */
record LiveObjects(Cluster cluster) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The path of each kind, with the place of the namespace. */
    private static final Map<String, String> PATHS = Map.of(
            "applications.millrace.dev", "/apis/millrace.dev/v1alpha1/namespaces/{ns}/applications/",
            "configmap", "/api/v1/namespaces/{ns}/configmaps/",
            "deployment", "/apis/apps/v1/namespaces/{ns}/deployments/",
            "job", "/apis/batch/v1/namespaces/{ns}/jobs/",
            "namespace", "/api/v1/namespaces/",
            "pvc", "/api/v1/namespaces/{ns}/persistentvolumeclaims/",
            "rolebinding", "/apis/rbac.authorization.k8s.io/v1/namespaces/{ns}/rolebindings/",
            "secret", "/api/v1/namespaces/{ns}/secrets/",
            "service", "/api/v1/namespaces/{ns}/services/");

    /** Returns the object; a missing node if there is none. */
    JsonNode find(String kind, String namespace, String name) {
        String path = Objects.requireNonNull(PATHS.get(kind), kind).replace("{ns}", namespace);
        return cluster.get(path + name).map(LiveObjects::parsed).orElse(JSON.missingNode());
    }

    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the answer of the API server is not JSON", e);
        }
    }
}
