package dev.millrace.git.host;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The response of a host.
 *
 * @param doing the operation, for messages
 * @param body the body; a missing node if it was empty
 * @param next the next page of a list, if there is one
 * @param redacted removes secrets from a text
 */
public record HostResponse(
        String doing, int status, JsonNode body, Optional<URI> next, UnaryOperator<String> redacted) {
    private static final int MAX_LENGTH = 300;

    public boolean isOk() {
        return status / 100 == 2;
    }

    /** The body of a successful response. */
    public JsonNode orRefused() {
        if (!isOk()) {
            throw new HostRefused(doing + ": the host answered " + status + reasonAfter(": "));
        }
        return body;
    }

    /** The host's reason for a failure. */
    public String reason() {
        return "the host answered " + status + reasonAfter(": ");
    }

    /** Collects the message; each host has its own form: {@code message}, {@code error.message}, {@code errors[].message}, or a list. */
    private String reasonAfter(String before) {
        List<String> reasons = new ArrayList<>();
        collect(body.path("message"), reasons);
        collect(body.path("error"), reasons);
        collect(body.path("error").path("message"), reasons);
        for (JsonNode error : body.path("errors")) {
            collect(error, reasons);
            collect(error.path("message"), reasons);
            for (JsonNode veto : error.path("vetoes")) {
                collect(veto.path("summaryMessage"), reasons);
            }
        }
        String text = redacted.apply(
                        String.join("; ", reasons.stream().distinct().toList()))
                .replaceAll("\\s+", " ")
                .strip();
        return text.isEmpty() ? "" : before + (text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text);
    }

    private static void collect(JsonNode node, List<String> reasons) {
        if (node.isTextual() && !node.textValue().isBlank()) {
            reasons.add(node.textValue());
        }
        if (node.isArray()) {
            node.forEach(one -> collect(one, reasons));
        }
    }
}
