package dev.millrace.builder.intake.registry.sender;

import dev.millrace.builder.intake.registry.notice.Json;
import dev.millrace.builder.intake.registry.notice.Names;
import dev.millrace.builder.intake.registry.notice.Notice;
import dev.millrace.builder.intake.registry.notice.Outcome;
import java.util.Base64;
import java.util.Optional;

/**
 * Google's Artifact Registry through a push subscription of Pub/Sub (cloud.google.com/artifact-registry/docs/configure-notifications): the
 * data of the message is JSON in Base64, and its {@code tag} is the whole reference.
 */
public final class Google {
    private Google() {}

    /** Reads a message of the topic {@code gcr}. */
    public static Outcome read(Notice notice) {
        if (!notice.body().path("message").isObject()) {
            return Outcome.malformed("the request is not a message of Pub/Sub");
        }
        return decoded(notice.text("/message/data"))
                .flatMap(Json::object)
                .map(notice::with)
                .map(Google::image)
                .orElseGet(() -> Outcome.malformed("the data of the message is not JSON in Base64"));
    }

    private static Outcome image(Notice data) {
        if (!data.text("/action").equals("INSERT")) {
            return Outcome.otherEvent();
        }
        String reference = data.text("/tag");
        String digest = data.text("/digest");
        return reference.isEmpty()
                ? Outcome.untagged()
                : Names.pushedReference(reference, digest.substring(digest.indexOf('@') + 1));
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
