package dev.millrace.builder.intake.registry.sender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.intake.registry.SenderKind;
import dev.millrace.builder.intake.registry.notice.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads changed bodies of one kind of sender. An outcome is a text: {@code name:tag} of each image with its digest's first digits,
 * {@code ignored} or the status.
 *
 * @param body as the sender documents it, with {@code '} in place of {@code "}
 */
public record Reading(SenderKind kind, Map<String, String> headers, String body) {
    /** A digest whose first digits are 4b4b. */
    public static final String DIGEST = "sha256:" + "4b".repeat(32);

    /** The outcome after a replacement in the body. An empty text is replaced by nothing. */
    String changed(String from, String to) {
        assertThat(body).contains(from);
        return outcome(headers, Map.of(), Optional.empty(), from.isEmpty() ? body : body.replace(from, to));
    }

    String outcome(Map<String, String> sent, Map<String, String> query, Optional<String> host, String text) {
        return shown(kind.read(sent, query, host, text.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }

    private static String shown(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Ignored ignored -> "ignored";
            case Outcome.Refused refused -> String.valueOf(refused.status());
            case Outcome.Images images ->
                images.tags().stream()
                        .map(one -> one.image() + ":" + one.tag()
                                + one.digest()
                                        .map(digest -> "@" + digest.value().substring(7, 11))
                                        .orElse(""))
                        .collect(Collectors.joining(" "));
        };
    }
}
