package dev.millrace.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The errors in the body of a response (OCI distribution spec 1.1, error codes).
 *
 * @param codes such as {@code DENIED}; other texts are dropped
 * @param message the first error's message; empty if it has none
 */
public record RegistryErrors(List<String> codes, String message) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CODE = Pattern.compile("[A-Z_]{1,40}");
    private static final int MAX_BYTES = 64 << 10;
    private static final int MAX_ERRORS = 10;
    private static final int MAX_MESSAGE = 200;
    private static final RegistryErrors NONE = new RegistryErrors(List.of(), "");

    public RegistryErrors {
        codes = List.copyOf(codes);
    }

    /** Reads a body; a body in another form has no errors. */
    public static RegistryErrors of(byte[] body) {
        if (body.length > MAX_BYTES) {
            return NONE;
        }
        try {
            JsonNode errors =
                    JSON.readTree(new String(body, StandardCharsets.UTF_8)).path("errors");
            List<String> codes = new ArrayList<>();
            for (int i = 0; i < Math.min(errors.size(), MAX_ERRORS); i++) {
                String code = errors.path(i).path("code").asText();
                if (CODE.matcher(code).matches()) {
                    codes.add(code);
                }
            }
            return new RegistryErrors(
                    codes, printable(errors.path(0).path("message").asText()));
        } catch (JsonProcessingException e) {
            return NONE;
        }
    }

    private static String printable(String text) {
        String line = text.replaceAll("[^!-~]+", " ").strip();
        return line.length() > MAX_MESSAGE ? line.substring(0, MAX_MESSAGE) + "…" : line;
    }

    /** Returns true if one of the errors has this code. */
    public boolean has(String code) {
        return codes.contains(code);
    }

    /**
     * The errors in parentheses, for messages; empty if there are none. A message that repeats a credential is dropped.
     *
     * @param login the login of the registry
     * @param authorization the authorization that was sent
     */
    String describe(Optional<Login> login, Optional<String> authorization) {
        boolean leaks = login.filter(one -> !one.password().isEmpty() && message.contains(one.password()))
                        .isPresent()
                || authorization
                        .map(value -> value.substring(value.indexOf(' ') + 1))
                        .filter(message::contains)
                        .isPresent();
        String detail = leaks ? "" : message;
        String all = String.join(", ", codes);
        if (all.isEmpty() && detail.isEmpty()) {
            return "";
        }
        return " (" + all + (all.isEmpty() || detail.isEmpty() ? "" : ": ") + detail + ")";
    }
}
