package dev.millrace.sync.manifest;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Secrets as the API server stores them. */
final class Secrets {
    private Secrets() {}

    private static boolean isSecret(String kind, String apiVersion) {
        return kind.equals("Secret") && apiVersion.equals("v1");
    }

    /** Returns the values of a stored Secret, decoded; none of any other object. */
    static Stream<String> values(String kind, String apiVersion, Map<String, Object> content) {
        return isSecret(kind, apiVersion)
                ? Content.map(content.get("data")).values().stream()
                        .filter(value -> value instanceof String text && isBase64(text))
                        .map(value ->
                                new String(Base64.getMimeDecoder().decode((String) value), StandardCharsets.UTF_8))
                : Stream.empty();
    }

    /** Returns why the API server can't store the Secret; empty if it can. Names the key, never the value. */
    static Optional<String> mistake(String kind, String apiVersion, Map<String, Object> content) {
        if (!isSecret(kind, apiVersion)) {
            return Optional.empty();
        }
        for (String part : List.of("data", "stringData")) {
            if (content.get(part) != null && !(content.get(part) instanceof Map<?, ?>)) {
                return Optional.of(part + " is no mapping");
            }
        }
        return Content.map(content.get("data")).entrySet().stream()
                .filter(entry -> entry.getValue() instanceof String text && !isBase64(text))
                .map(entry -> "data." + entry.getKey() + " is not base64; under stringData it may stand as it is")
                .findFirst();
    }

    /** Accepts what the API server accepts (RFC 4648, section 4): with padding; line breaks are ignored. */
    private static boolean isBase64(String text) {
        String one = text.replace("\r", "").replace("\n", "");
        try {
            byte[] decoded = Base64.getDecoder().decode(one);
            return one.length() == (decoded.length + 2) / 3 * 4;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Moves {@code stringData} into {@code data}, as the API server does: drift is detected on stored fields only, and
     * a key that a later commit drops is removed.
     */
    static Map<String, Object> withoutStringData(String kind, String apiVersion, Map<String, Object> content) {
        if (!isSecret(kind, apiVersion) || !content.containsKey("stringData")) {
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
