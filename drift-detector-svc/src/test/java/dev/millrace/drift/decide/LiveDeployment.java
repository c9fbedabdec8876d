package dev.millrace.drift.decide;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.cluster.record.AppliedRecord;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.events.value.RepositoryId;
import java.util.Optional;

/** An application with one Deployment whose live state a test changes. */
final class LiveDeployment {
    static final ObjectRef WEB = new ObjectRef("apps/v1", "Deployment", Optional.of("shop"), "web");
    static final CommitId COMMIT = new CommitId("c".repeat(40));
    static final ChainId CHAIN = ChainId.of(RepositoryId.parse("https://git.example.com/shop/config"), COMMIT);
    static final EventId CAUSE = EventId.of("config.committed", "a");
    static final String OURS = """
            {"manager": "millrace", "operation": "Apply", "apiVersion": "apps/v1", "time": "2026-01-01T00:00:00Z", "fieldsType": "FieldsV1",
             "fieldsV1": {"f:metadata": {"f:annotations": {"f:millrace.dev/applied": {}, "f:millrace.dev/application-uid": {}}},
               "f:spec": {"f:replicas": {}, "f:template": {"f:spec": {"f:containers": {"k:{\\"name\\":\\"web\\"}": {".": {}, "f:name": {}, "f:image": {}}}}}}}}""";

    private final ObjectNode object = (ObjectNode) json("""
            {"apiVersion": "apps/v1", "kind": "Deployment",
             "metadata": {"name": "web", "namespace": "shop", "uid": "uid-web",
               "annotations": {"millrace.dev/applied": "h1", "millrace.dev/application-uid": "app-1"}, "managedFields": [%s]},
             "spec": {"replicas": 2, "template": {"spec": {"containers": [{"name": "web", "image": "web:1"}]}}},
             "status": {"readyReplicas": 2}}""".formatted(OURS));

    static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The application's record after the Deployment was applied. */
    static AppliedRecord recorded() {
        AppliedRecord record = AppliedRecord.first(new ApplicationId("test", "apps", "web"), "app-1")
                .attempting(1, COMMIT, CHAIN, Optional.of(CAUSE), true);
        return record.having(AppliedObject.of(WEB, "h1", new LiveDeployment().object, record.salt()));
    }

    LiveDeployment version(String apiVersion) {
        object.put("apiVersion", apiVersion);
        return this;
    }

    LiveDeployment image(String image) {
        ((ObjectNode) object.at("/spec/template/spec/containers/0")).put("image", image);
        return this;
    }

    LiveDeployment replicas(int replicas) {
        ((ObjectNode) object.path("spec")).put("replicas", replicas);
        return this;
    }

    LiveDeployment status(int ready) {
        ((ObjectNode) object.path("status")).put("readyReplicas", ready);
        return this;
    }

    LiveDeployment annotation(String name, String value) {
        ((ObjectNode) object.at("/metadata/annotations")).put(name, value);
        return this;
    }

    LiveDeployment metadata(String name, String value) {
        ((ObjectNode) object.path("metadata")).set(name, json(value));
        return this;
    }

    LiveDeployment withoutAnnotations() {
        ((ObjectNode) object.path("metadata")).remove("annotations");
        return this;
    }

    /** Replaces the managed fields. */
    LiveDeployment managed(String entries) {
        return metadata("managedFields", "[" + entries + "]");
    }

    LiveState live() {
        return new LiveState.Present(object.deepCopy());
    }

    JsonNode object() {
        return object.deepCopy();
    }
}
