package dev.millrace.sync.shop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The objects in a namespace.
 *
 * @param inShort each object in short form, as in {@link Shop#wanted}
 * @param inFull all fields of each object that its manifest decides
 */
public record ShopState(Map<String, String> inShort, Map<String, String> inFull) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param list the list as kubectl prints it */
    public static ShopState of(String list, String group) {
        Map<String, String> inShort = new TreeMap<>();
        Map<String, String> inFull = new TreeMap<>();
        try {
            for (JsonNode object : JSON.readTree(list).path("items")) {
                String name = object.at("/metadata/name").asText();
                String key = object.path("kind").asText() + " " + name;
                if (!name.equals("kube-root-ca.crt")) {
                    inShort.put(key, inShort(object));
                    inFull.put(key, inFull(object).replace(group, "example.org"));
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        return new ShopState(inShort, inFull);
    }

    private static String inShort(JsonNode object) {
        return switch (object.path("kind").asText()) {
            case "Deployment" ->
                object.at("/spec/template/spec/containers/0/image").asText() + " x"
                        + object.at("/spec/replicas").asText();
            case "Service" -> object.at("/spec/ports/0/port").asText();
            case "ConfigMap" -> object.path("data").toString();
            case "Secret" ->
                new String(
                        Base64.getDecoder().decode(object.at("/data/password").asText()), StandardCharsets.UTF_8);
            default -> object.at("/spec/host").asText();
        };
    }

    private static String inFull(JsonNode object) {
        ObjectNode kept = JSON.createObjectNode();
        List.of("apiVersion", "kind", "type", "data", "spec").forEach(field -> kept.set(field, object.path(field)));
        kept.set("labels", object.at("/metadata/labels"));
        if (kept.path("spec") instanceof ObjectNode spec) {
            spec.remove(List.of("clusterIP", "clusterIPs"));
        }
        return kept.toString();
    }
}
