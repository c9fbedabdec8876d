package dev.millrace.sync.manifest;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Secrets as the API server stores them. */
final class Secrets {
    private Secrets() {}

    /**
     * Moves {@code stringData} into {@code data}, as the API server would: fields that are stored are fields whose drift is seen, and
     * a key that a later commit drops goes away.
     */
    static Map<String, Object> withoutStringData(String kind, String apiVersion, Map<String, Object> content) {
        if (!kind.equals("Secret") || !apiVersion.equals("v1") || !content.containsKey("stringData")) {
            return content;
        }
        Map<String, Object> data = new LinkedHashMap<>(Content.map(content.get("data")));
        Content.map(content.get("stringData"))
                .forEach((key, value) ->
                        data.put(key, Base64.getEncoder().encodeToString(Content.utf8(String.valueOf(value)))));
        Map<String, Object> stored = new LinkedHashMap<>(content);
        stored.remove("stringData");
        stored.put("data", data);
        return stored;
    }
}
