package dev.millrace.builder.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.registry.ManifestTypes;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A notification of Distribution's registry: an envelope of events (distribution.github.io/distribution/about/notifications). Only
 * the names of pushed images and tags are used.
 */
sealed interface DistributionNotification {

    /** A pushed tag of an image, as reported. */
    record Pushed(ImageName image, Tag tag) {}

    /** Pushed tags, each once; none if the notification is about pulls, layers or deletions only. */
    record Pushes(List<Pushed> pushes) implements DistributionNotification {}

    /** A body that is not such a notification. */
    record Malformed(String reason) implements DistributionNotification {}

    /** Reads an envelope. An event without a valid image name is left out. */
    static DistributionNotification read(ObjectMapper json, byte[] body) {
        JsonNode events;
        try {
            events = json.readTree(body).path("events");
        } catch (IOException e) {
            return new Malformed("the body is not JSON");
        }
        if (!events.isArray()) {
            return new Malformed("the body has no list of events");
        }
        Set<Pushed> pushes = new LinkedHashSet<>();
        events.forEach(event -> pushed(event).ifPresent(pushes::add));
        return new Pushes(List.copyOf(pushes));
    }

    private static Optional<Pushed> pushed(JsonNode event) {
        JsonNode target = event.path("target");
        boolean manifest = ManifestTypes.isManifest(target.path("mediaType").asText(""));
        if (!event.path("action").asText("").equals("push") || !manifest || !target.has("tag")) {
            return Optional.empty();
        }
        try {
            String host = event.path("request").path("host").asText("");
            ImageName image =
                    new ImageName(host + "/" + target.path("repository").asText(""));
            return Optional.of(new Pushed(image, new Tag(target.path("tag").asText(""))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
