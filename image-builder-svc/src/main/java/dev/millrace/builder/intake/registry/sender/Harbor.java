package dev.millrace.builder.intake.registry.sender;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.builder.intake.registry.notice.Json;
import dev.millrace.builder.intake.registry.notice.Names;
import dev.millrace.builder.intake.registry.notice.Notice;
import dev.millrace.builder.intake.registry.notice.Outcome;
import dev.millrace.builder.intake.registry.notice.PushedTag;
import java.util.ArrayList;
import java.util.List;

/** Harbor, in its own form and, since 2.8, as CloudEvents (goharbor.io, "Configure Webhook Notifications"). */
public final class Harbor {
    private static final String PUSH = "PUSH_ARTIFACT";
    private static final String CLOUD_EVENT = "harbor.artifact.pushed";

    private Harbor() {}

    /** Reads the report of pushed artifacts. */
    public static Outcome read(Notice notice) {
        String type = notice.text("/type");
        boolean wrapped = type.equals(CLOUD_EVENT);
        if (!wrapped && !type.equals(PUSH)) {
            return Outcome.otherEvent();
        }
        JsonNode data = notice.body().path(wrapped ? "data" : "event_data");
        List<PushedTag> tags = new ArrayList<>();
        for (JsonNode resource : data.path("resources")) {
            String address = Json.text(resource, "/resource_url");
            String host = notice.host().orElseGet(() -> Names.host(address));
            Outcome pushed = Names.pushed(
                    Names.image(host, path(data, address)),
                    Json.text(resource, "/tag"),
                    Json.text(resource, "/digest"));
            if (pushed instanceof Outcome.Images images) {
                tags.addAll(images.tags());
            }
        }
        return Outcome.of(tags);
    }

    /** The path of the repository; as a last resort that of the artifact's address, without its tag or digest. */
    private static String path(JsonNode data, String address) {
        String whole = Json.text(data, "/repository/repo_full_name");
        if (!whole.isEmpty()) {
            return whole;
        }
        String namespace = Json.text(data, "/repository/namespace");
        String name = Json.text(data, "/repository/name");
        return namespace.isEmpty() || name.isEmpty()
                ? Names.path(address).replaceFirst("[@:].*", "")
                : namespace + "/" + name;
    }
}
