package dev.millrace.builder.intake.registry.sender;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.builder.intake.registry.notice.Json;
import dev.millrace.builder.intake.registry.notice.Names;
import dev.millrace.builder.intake.registry.notice.Notice;
import dev.millrace.builder.intake.registry.notice.Outcome;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Any sender of CloudEvents 1.0 over HTTP, in binary or structured mode. The image is {@code data.image}, or {@code data.repository} with
 * {@code data.tag}, or else the subject, each with its registry.
 */
public final class CloudEvent {
    private static final List<String> OTHER_TYPES =
            List.of("delet", "remov", "untag", "scan", "pull", "quarantin", "chart");

    private CloudEvent() {}

    /** Reads an event about one image. */
    public static Outcome read(Notice notice) {
        boolean binary = !notice.header("ce-specversion").isEmpty();
        String version = binary ? notice.header("ce-specversion") : notice.text("/specversion");
        if (!version.startsWith("1.")) {
            return Outcome.malformed("the request is not a CloudEvent 1.0");
        }
        String type = (binary ? notice.header("ce-type") : notice.text("/type")).toLowerCase(Locale.ROOT);
        if (OTHER_TYPES.stream().anyMatch(type::contains)) {
            return Outcome.otherEvent();
        }
        JsonNode data = binary ? notice.body() : data(notice);
        String subject = binary ? notice.header("ce-subject") : notice.text("/subject");
        return image(notice, data, subject);
    }

    private static Outcome image(Notice notice, JsonNode data, String subject) {
        String digest = Json.text(data, "/digest");
        String image = Json.text(data, "/image");
        String repository = Json.text(data, "/repository");
        String tag = Json.text(data, "/tag");
        if (!image.isEmpty()) {
            return tag.isEmpty() || Names.image(image).isEmpty()
                    ? Names.pushedReference(image, digest)
                    : Names.pushed(Names.image(image), tag, digest);
        }
        if (!repository.isEmpty()) {
            String host = Json.text(data, "/registry");
            String named = host.isEmpty() ? notice.host().orElse("") : host;
            return Names.pushed(
                    named.isEmpty() ? Names.image(repository) : Names.image(named, repository), tag, digest);
        }
        return subject.isEmpty()
                ? Outcome.malformed(
                        "the event names no image: set data.image, data.repository and data.tag, or the subject")
                : Names.pushedReference(subject, digest);
    }

    private static JsonNode data(Notice notice) {
        String base64 = notice.text("/data_base64");
        if (base64.isEmpty()) {
            return notice.body().path("data");
        }
        try {
            return Json.object(Base64.getDecoder().decode(base64)).orElse(MissingNode.getInstance());
        } catch (IllegalArgumentException e) {
            return MissingNode.getInstance();
        }
    }
}
