package dev.millrace.builder.intake.registry.sender;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.builder.intake.registry.notice.Names;
import dev.millrace.builder.intake.registry.notice.Notice;
import dev.millrace.builder.intake.registry.notice.Outcome;
import dev.millrace.builder.intake.registry.notice.PushedTag;
import dev.millrace.events.value.ImageName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Quay, hosted or installed: "Push to repository" (docs.projectquay.io). It can't sign. */
public final class Quay {
    private static final String HOST = "quay.io";

    private Quay() {}

    /** Reads the report of all updated tags. */
    public static Outcome read(Notice notice) {
        String address = notice.text("/docker_url");
        Optional<ImageName> image = address.isEmpty()
                ? Names.image(notice.host().orElse(HOST), repository(notice))
                : Names.image(notice.host().orElseGet(() -> Names.host(address)), Names.path(address));
        if (image.isEmpty()) {
            return Outcome.malformed("the notification names no repository");
        }
        List<PushedTag> tags = new ArrayList<>();
        for (JsonNode tag : notice.body().path("updated_tags")) {
            Names.tag(tag.isTextual() ? tag.textValue() : "")
                    .ifPresent(valid -> tags.add(new PushedTag(image.get(), valid, Optional.empty())));
        }
        return Outcome.of(tags);
    }

    private static String repository(Notice notice) {
        String whole = notice.text("/repository");
        String namespace = notice.text("/namespace");
        String name = notice.text("/name");
        if (!whole.isEmpty()) {
            return whole;
        }
        return namespace.isEmpty() || name.isEmpty() ? "" : namespace + "/" + name;
    }
}
