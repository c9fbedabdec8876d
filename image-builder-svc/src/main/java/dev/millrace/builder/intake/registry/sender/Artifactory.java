package dev.millrace.builder.intake.registry.sender;

import dev.millrace.builder.intake.registry.notice.Names;
import dev.millrace.builder.intake.registry.notice.Notice;
import dev.millrace.builder.intake.registry.notice.Outcome;
import java.util.List;

/** JFrog's Artifactory: the events of its domain {@code docker} (jfrog.com/help, "Webhooks"). */
public final class Artifactory {
    private Artifactory() {}

    /** Reads the report of one push. A virtual repository has another name, for which the registry needs an alias. */
    public static Outcome read(Notice notice) {
        if (!notice.text("/domain").equals("docker")
                || !notice.text("/event_type").equals("pushed")) {
            return Outcome.otherEvent();
        }
        List<String> path = List.of(notice.text("/data/path").split("/", -1));
        boolean whole = path.size() > 2;
        String name = notice.text("/data/image_name");
        String tag = notice.text("/data/tag");
        String image = name.isEmpty() && whole ? String.join("/", path.subList(0, path.size() - 2)) : name;
        String repository = notice.text("/data/repo_key");
        if (image.isEmpty() || repository.isEmpty()) {
            return new Outcome.Ignored("the notification names no image");
        }
        return Names.pushed(
                Names.image(notice.host().orElseGet(() -> notice.text("/jpd_origin")), repository + "/" + image),
                tag.isEmpty() && whole ? path.get(path.size() - 2) : tag,
                digest(notice.text("/data/sha256")));
    }

    private static String digest(String hex) {
        return hex.isEmpty() ? "" : "sha256:" + hex;
    }
}
