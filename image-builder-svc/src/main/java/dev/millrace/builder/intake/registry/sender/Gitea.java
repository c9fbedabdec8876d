package dev.millrace.builder.intake.registry.sender;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.builder.intake.registry.notice.Json;
import dev.millrace.builder.intake.registry.notice.Names;
import dev.millrace.builder.intake.registry.notice.Notice;
import dev.millrace.builder.intake.registry.notice.Outcome;
import java.util.List;

/** The packages of Gitea and Forgejo: the event {@code package} (docs.gitea.com, "Webhooks"). The registry has the host of the Git server. */
public final class Gitea {
    private static final List<String> EVENTS = List.of("x-gitea-event", "x-forgejo-event");

    private Gitea() {}

    /** Reads the report of one version of a package. */
    public static Outcome read(Notice notice) {
        if (EVENTS.stream().noneMatch(header -> notice.header(header).equals("package"))
                || !notice.text("/action").equals("created")) {
            return Outcome.otherEvent();
        }
        JsonNode pack = notice.body().path("package");
        if (!pack.isObject()) {
            return Outcome.malformed("the notification names no package");
        }
        if (!Json.text(pack, "/type").equals("container")) {
            return Outcome.notAnImage();
        }
        String login = Json.text(pack, "/owner/login");
        String owner = login.isEmpty() ? Json.text(pack, "/owner/username") : login;
        String name = Json.text(pack, "/name");
        if (owner.isEmpty() || name.isEmpty()) {
            return Outcome.malformed("the notification names no package or no owner");
        }
        String host = notice.host().orElseGet(() -> Names.host(address(notice, pack)));
        return Names.pushed(Names.image(host, owner + "/" + name), Json.text(pack, "/version"), "");
    }

    private static String address(Notice notice, JsonNode pack) {
        String address = Json.text(pack, "/html_url");
        return address.isEmpty() ? notice.text("/repository/html_url") : address;
    }
}
