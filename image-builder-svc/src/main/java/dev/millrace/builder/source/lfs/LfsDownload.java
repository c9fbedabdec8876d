package dev.millrace.builder.source.lfs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The answer of a server for one object. */
sealed interface LfsDownload {

    /**
     * The object can be downloaded.
     *
     * @param headers headers that the server of the address requires
     */
    record From(URI address, Map<String, String> headers) implements LfsDownload {
        @Override
        public String toString() {
            return "From[host=" + address.getHost() + "]";
        }
    }

    /**
     * The server has no object.
     *
     * @param reason for users
     */
    record None(String reason) implements LfsDownload {}

    int MAX_HEADERS = 20;
    ObjectMapper JSON = new ObjectMapper();

    /** The body of a batch request. */
    static byte[] request(Collection<LfsPointer> pointers) {
        ObjectNode body = JSON.createObjectNode();
        body.put("operation", "download");
        body.putArray("transfers").add("basic");
        body.put("hash_algo", "sha256");
        ArrayNode objects = body.putArray("objects");
        pointers.forEach(
                pointer -> objects.addObject().put("oid", pointer.oid()).put("size", pointer.size()));
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a batch request can always be written as JSON", e);
        }
    }

    /**
     * Parses the response to a batch request, by object id. Objects that were not requested are in it only if the server lists them.
     *
     * @throws IOException if it is not such a response
     */
    static Map<String, LfsDownload> parse(byte[] response) throws IOException {
        JsonNode root = JSON.readTree(response);
        if (root == null || !root.path("objects").isArray()) {
            throw new IOException("not a response of the batch API of Git LFS");
        }
        Map<String, LfsDownload> downloads = new HashMap<>();
        root.path("objects").forEach(object -> downloads.put(object.path("oid").asText(""), of(object)));
        return downloads;
    }

    private static LfsDownload of(JsonNode object) {
        if (object.path("error").isObject()) {
            int code = object.path("error").path("code").asInt(0);
            return new None(
                    code == 404 || code == 410
                            ? "the server does not have its content; push it with git lfs push"
                            : "the server reports error " + code);
        }
        JsonNode download = object.path("actions").path("download");
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (var header : download.path("header").properties()) {
            headers.put(header.getKey(), header.getValue().asText(""));
        }
        if (headers.size() > MAX_HEADERS) {
            return new None("the server requires more than " + MAX_HEADERS + " headers");
        }
        try {
            URI address = URI.create(download.path("href").asText(""));
            return address.getHost() == null || address.getRawUserInfo() != null
                    ? new None("the server names no usable address for its content")
                    : new From(address, headers);
        } catch (IllegalArgumentException e) {
            return new None("the server names no usable address for its content");
        }
    }
}
