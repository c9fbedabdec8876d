package dev.millrace.builder.intake.registry.sender;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.builder.intake.registry.notice.Json;
import dev.millrace.builder.intake.registry.notice.Names;
import dev.millrace.builder.intake.registry.notice.Notice;
import dev.millrace.builder.intake.registry.notice.Outcome;
import dev.millrace.builder.intake.registry.notice.PushedTag;
import dev.millrace.registry.ManifestTypes;
import java.util.ArrayList;
import java.util.List;

/**
 * Distribution's registry, versions 2 and 3, and GitLab's: an envelope of events (distribution.github.io/distribution/about/notifications).
 * An event without a valid name is left out, because the registry would repeat a refused envelope without end.
 */
public final class Distribution {
    private Distribution() {}

    /** Reads an envelope. */
    public static Outcome read(Notice notice) {
        JsonNode events = notice.body().path("events");
        if (!events.isArray()) {
            return Outcome.malformed("the notification has no list of events");
        }
        List<PushedTag> tags = new ArrayList<>();
        for (JsonNode event : events) {
            if (Json.text(event, "/action").equals("push")
                    && ManifestTypes.isManifest(Json.text(event, "/target/mediaType"))
                    && pushed(notice, event) instanceof Outcome.Images images) {
                tags.addAll(images.tags());
            }
        }
        return Outcome.of(tags);
    }

    private static Outcome pushed(Notice notice, JsonNode event) {
        String host = notice.host().orElseGet(() -> Json.text(event, "/request/host"));
        return Names.pushed(
                Names.image(host, Json.text(event, "/target/repository")),
                Json.text(event, "/target/tag"),
                Json.text(event, "/target/digest"));
    }
}
