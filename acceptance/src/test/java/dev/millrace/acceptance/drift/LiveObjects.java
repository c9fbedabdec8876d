package dev.millrace.acceptance.drift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.testbed.cluster.ApiServer;
import dev.millrace.testbed.cluster.ApiServer.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The objects of any kind in one namespace, and those of the cluster, read and written as a user with all rights. */
final class LiveObjects {
    static final String MERGE = "application/merge-patch+json";
    static final String JSON_PATCH = "application/json-patch+json";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, JsonNode> RESOURCES = new ConcurrentHashMap<>();

    private final ApiServer api;
    private final String namespace;

    LiveObjects(ApiServer api, String namespace) {
        this.api = api;
        this.namespace = namespace;
    }

    /** The live object; empty if there is none. */
    Optional<ObjectNode> find(JsonNode ref) {
        Response response = send("GET", path(ref), "application/json", "");
        return response.status() == 404
                ? Optional.empty()
                : Optional.of((ObjectNode) parsed(done("GET", ref, response)));
    }

    ObjectNode get(JsonNode ref) {
        return find(ref).orElseThrow(() -> new AssertionError("there is no object " + named(ref)));
    }

    /** @param sub the subresource; empty for the object itself */
    void patch(JsonNode ref, String sub, String type, JsonNode patch, String manager) {
        String path = path(ref) + (sub.isEmpty() ? "" : "/" + sub) + "?fieldManager=" + manager;
        done("PATCH", ref, send("PATCH", path, type, patch.toString()));
    }

    /** Applies fields of the object server-side and takes them from their owners. */
    void apply(JsonNode ref, JsonNode fields, String manager) {
        ObjectNode body = fields.deepCopy();
        body.set("apiVersion", ref.path("apiVersion"));
        body.set("kind", ref.path("kind"));
        body.withObject("/metadata").set("name", ref.at("/metadata/name"));
        String path = path(ref) + "?force=true&fieldManager=" + manager;
        done("PATCH", ref, send("PATCH", path, "application/apply-patch+yaml", body.toString()));
    }

    /** Returns false if the API server refuses the object. */
    boolean tryToPut(ObjectNode object, String manager) {
        String path = path(object) + "?fieldManager=" + manager;
        return send("PUT", path, "application/json", object.toString()).isSuccess();
    }

    void put(ObjectNode object, String manager) {
        done(
                "PUT",
                object,
                send("PUT", path(object) + "?fieldManager=" + manager, "application/json", object.toString()));
    }

    void create(ObjectNode object, String manager) {
        done("POST", object, posted(object, manager));
    }

    /** Creates the object unless the agent does so in the same moment. */
    void createIfAbsent(ObjectNode object, String manager) {
        Response response = posted(object, manager);
        if (response.status() != HttpURLConnection.HTTP_CONFLICT) {
            done("POST", object, response);
        }
    }

    private Response posted(ObjectNode object, String manager) {
        return send("POST", collection(object) + "?fieldManager=" + manager, "application/json", object.toString());
    }

    /** @param propagation what happens to the objects that it owns: {@code Background}, {@code Foreground} or {@code Orphan} */
    void delete(JsonNode ref, String propagation) {
        done("DELETE", ref, send("DELETE", path(ref) + "?propagationPolicy=" + propagation, "application/json", ""));
    }

    private Response send(String method, String path, String type, String body) {
        try {
            return api.send(method, path, type, body);
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static Response done(String method, JsonNode ref, Response response) {
        if (!response.isSuccess()) {
            throw new AssertionError(method + " " + named(ref) + ": " + response.status() + " "
                    + response.body().substring(0, Math.min(400, response.body().length())));
        }
        return response;
    }

    private String path(JsonNode ref) {
        return collection(ref) + "/" + ref.at("/metadata/name").asText();
    }

    private String collection(JsonNode ref) {
        String version = ref.path("apiVersion").asText();
        String group = (version.contains("/") ? "/apis/" : "/api/") + version;
        String kind = ref.path("kind").asText();
        JsonNode resource = RESOURCES.computeIfAbsent(group + " " + kind, key -> resource(group, kind));
        String scope = resource.path("namespaced").asBoolean() ? "/namespaces/" + namespace : "";
        return group + scope + "/" + resource.path("name").asText();
    }

    /** Returns true if the API server serves the version of an object at the moment. */
    boolean isServed(JsonNode ref) {
        return send("GET", collection(ref), "application/json", "").status() != 404;
    }

    private JsonNode resource(String group, String kind) {
        JsonNode list = parsed(send("GET", group, "application/json", ""));
        for (JsonNode resource : list.path("resources")) {
            if (resource.path("kind").asText().equals(kind)
                    && !resource.path("name").asText().contains("/")) {
                return resource;
            }
        }
        throw new AssertionError("the API server doesn't serve " + group + " " + kind);
    }

    private static JsonNode parsed(Response response) {
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("the response of the API server is not JSON", e);
        }
    }

    static String named(JsonNode ref) {
        return ref.path("kind").asText() + "/" + ref.at("/metadata/name").asText();
    }

    /** The object without what the API server set, to create it or to put it back. */
    static ObjectNode withoutServerFields(ObjectNode object) {
        ObjectNode copy = object.deepCopy();
        copy.remove("status");
        copy.withObject("/metadata")
                .remove(List.of(
                        "uid",
                        "resourceVersion",
                        "creationTimestamp",
                        "deletionTimestamp",
                        "deletionGracePeriodSeconds",
                        "generation",
                        "managedFields"));
        return copy;
    }
}
