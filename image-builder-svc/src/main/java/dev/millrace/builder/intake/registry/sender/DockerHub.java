package dev.millrace.builder.intake.registry.sender;

import dev.millrace.builder.intake.registry.notice.Names;
import dev.millrace.builder.intake.registry.notice.Notice;
import dev.millrace.builder.intake.registry.notice.Outcome;

/** Docker Hub (docs.docker.com/docker-hub/repos/manage/webhooks). It can't sign. */
public final class DockerHub {
    private DockerHub() {}

    /** Reads the report of one pushed tag. */
    public static Outcome read(Notice notice) {
        String path = path(notice);
        if (path.isEmpty()) {
            return Outcome.malformed("the notification names no repository");
        }
        return Names.pushed(Names.image(Names.HUB, path), notice.text("/push_data/tag"), "");
    }

    private static String path(Notice notice) {
        String whole = notice.text("/repository/repo_name");
        String namespace = notice.text("/repository/namespace");
        String name = notice.text("/repository/name");
        if (!whole.isEmpty()) {
            return whole;
        }
        return namespace.isEmpty() || name.isEmpty() ? name : namespace + "/" + name;
    }
}
