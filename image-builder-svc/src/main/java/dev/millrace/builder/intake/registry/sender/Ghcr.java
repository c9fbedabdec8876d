package dev.millrace.builder.intake.registry.sender;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.builder.intake.registry.notice.Json;
import dev.millrace.builder.intake.registry.notice.Names;
import dev.millrace.builder.intake.registry.notice.Notice;
import dev.millrace.builder.intake.registry.notice.Outcome;
import java.util.List;
import java.util.Locale;

/** GitHub's container registry: the events {@code package} and {@code registry_package} (docs.github.com/webhooks). */
public final class Ghcr {
    private static final String HOST = "ghcr.io";
    private static final List<String> EVENTS = List.of("package", "registry_package");
    private static final List<String> ACTIONS = List.of("published", "updated");
    private static final List<String> TYPES = List.of("container", "docker");

    private Ghcr() {}

    /** Reads the report of one version of a package. */
    public static Outcome read(Notice notice) {
        String event = notice.header("x-github-event");
        if (!EVENTS.contains(event) || !ACTIONS.contains(notice.text("/action"))) {
            return Outcome.otherEvent();
        }
        JsonNode pack = notice.body().path(notice.body().path(event).isObject() ? event : other(event));
        String owner = Json.text(pack, "/owner/login");
        String name = Json.text(pack, "/name");
        if (owner.isEmpty() || name.isEmpty()) {
            return Outcome.malformed("the notification names no package or no owner");
        }
        if (!TYPES.contains(Json.text(pack, "/package_type").toLowerCase(Locale.ROOT))) {
            return Outcome.notAnImage();
        }
        JsonNode version = pack.path("package_version");
        return Names.pushed(Names.image(notice.host().orElse(HOST), owner + "/" + name), tag(version), digest(version));
    }

    private static String other(String event) {
        return event.equals("package") ? "registry_package" : "package";
    }

    /** The tag; empty for the manifest of one platform, whose version is named by its digest. */
    private static String tag(JsonNode version) {
        JsonNode tag = version.at("/container_metadata/tag/name");
        if (tag.isTextual()) {
            return tag.textValue();
        }
        String name = Json.text(version, "/name");
        return name.isEmpty() ? Json.text(version, "/version") : name;
    }

    private static String digest(JsonNode version) {
        String digest = Json.text(version, "/container_metadata/tag/digest");
        return digest.isEmpty() ? Json.text(version, "/version") : digest;
    }
}
