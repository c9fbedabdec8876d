package dev.millrace.builder.intake.registry.sender;

import dev.millrace.builder.intake.registry.notice.Names;
import dev.millrace.builder.intake.registry.notice.Notice;
import dev.millrace.builder.intake.registry.notice.Outcome;
import java.util.regex.Pattern;

/** Alibaba Cloud's container registry (alibabacloud.com/help/acr, "Webhooks"). It can't sign. */
public final class Aliyun {
    private static final Pattern REGION = Pattern.compile("[a-z]{2,4}(?:-[a-z0-9]{1,16}){1,3}");

    private Aliyun() {}

    /** Reads the report of one push. The registry's host is in the query, else follows from the region. */
    public static Outcome read(Notice notice) {
        String namespace = notice.text("/repository/namespace");
        String name = notice.text("/repository/name");
        String path = namespace.isEmpty() || name.isEmpty()
                ? notice.text("/repository/repo_full_name")
                : namespace + "/" + name;
        if (path.isEmpty()) {
            return Outcome.malformed("the notification names no repository");
        }
        String host = host(notice);
        if (host.isEmpty()) {
            return new Outcome.Ignored("the notification has no known region, and the address no registry=<host>");
        }
        return Names.pushed(Names.image(host, path), notice.text("/push_data/tag"), notice.text("/push_data/digest"));
    }

    private static String host(Notice notice) {
        String asked = notice.query().getOrDefault("registry", "");
        String region = notice.text("/repository/region");
        if (!asked.isEmpty()) {
            return Names.host(asked);
        }
        return notice.host()
                .orElseGet(() -> REGION.matcher(region).matches() ? "registry." + region + ".aliyuncs.com" : "");
    }
}
