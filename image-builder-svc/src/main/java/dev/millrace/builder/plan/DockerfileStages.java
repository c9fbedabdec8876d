package dev.millrace.builder.plan;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** The named stages of a Dockerfile ({@code FROM ... AS name}), found in linear time. */
public final class DockerfileStages {
    private static final Pattern FROM =
            Pattern.compile("(?im)^[ \\t]*FROM[ \\t]+(?:--\\S+[ \\t]+)*\\S+[ \\t]+AS[ \\t]+(\\S+)[ \\t]*\\r?$");

    private DockerfileStages() {}

    /** The names of the stages in lower case, in the order of the file. */
    public static Set<String> names(byte[] dockerfile) {
        Set<String> names = new LinkedHashSet<>();
        Matcher from = FROM.matcher(new String(dockerfile, StandardCharsets.UTF_8));
        while (from.find()) {
            names.add(from.group(1).toLowerCase(Locale.ROOT));
        }
        return names;
    }
}
