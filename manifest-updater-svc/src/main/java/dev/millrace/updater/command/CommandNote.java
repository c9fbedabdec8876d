package dev.millrace.updater.command;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The author of a command and the reason; both are kept for people. */
@Schema(description = "The author of the command and the reason. Both are optional.")
public record CommandNote(@Nullable String by, @Nullable String reason) {
    private static final int MAX_LENGTH = 500;
    private static final CommandNote NOTHING = new CommandNote(null, null);

    static CommandNote of(@Nullable CommandNote body) {
        return body == null ? NOTHING : body;
    }

    String authorOrDefault() {
        return bounded(by, "a client with the token");
    }

    String reasonOrDefault() {
        return bounded(reason, "no reason given");
    }

    private static String bounded(@Nullable String text, String otherwise) {
        return Optional.ofNullable(text)
                .map(String::strip)
                .filter(some -> !some.isEmpty())
                .map(some -> some.substring(0, Math.min(some.length(), MAX_LENGTH)))
                .orElse(otherwise);
    }
}
