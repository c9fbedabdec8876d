package dev.millrace.builder.intake.registry.sender;

import dev.millrace.builder.intake.registry.notice.Names;
import dev.millrace.builder.intake.registry.notice.Notice;
import dev.millrace.builder.intake.registry.notice.Outcome;
import dev.millrace.registry.ManifestTypes;

/** Azure Container Registry (learn.microsoft.com, "Azure Container Registry webhook reference"). */
public final class Azure {
    private Azure() {}

    /** Reads the report of one push. */
    public static Outcome read(Notice notice) {
        if (notice.text("/action").equals("chart_push")) {
            return Outcome.notAnImage();
        }
        if (!notice.text("/action").equals("push")) {
            return Outcome.otherEvent();
        }
        String mediaType = notice.text("/target/mediaType");
        if (!mediaType.isEmpty() && !ManifestTypes.isManifest(mediaType)) {
            return Outcome.notAnImage();
        }
        if (notice.text("/target/repository").isEmpty()) {
            return Outcome.malformed("the notification names no repository");
        }
        return Names.pushed(
                Names.image(
                        notice.host().orElseGet(() -> notice.text("/request/host")), notice.text("/target/repository")),
                notice.text("/target/tag"),
                notice.text("/target/digest"));
    }
}
