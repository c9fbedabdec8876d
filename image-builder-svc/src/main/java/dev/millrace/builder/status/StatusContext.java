package dev.millrace.builder.status;

import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Sha256;
import java.util.Optional;

/** The names of statuses. */
final class StatusContext {
    /** GitHub, GitLab and Gitea accept 255 characters. */
    private static final int MAX_LENGTH = 200;

    /** Bitbucket Cloud's limit. */
    private static final int MAX_KEY_LENGTH = 40;

    private static final String PREFIX = "millrace/";

    private StatusContext() {}

    /** The context of an image, without its registry; absent for a commit whose build configuration can't be read. */
    static String of(Optional<ImageName> image) {
        return bounded(PREFIX + image.map(ImageName::path).orElse("build"), MAX_LENGTH);
    }

    /** The context as a key for Bitbucket. */
    static String key(String context) {
        return context.length() <= MAX_KEY_LENGTH
                ? context
                : PREFIX + Sha256.hex(context).substring(0, MAX_KEY_LENGTH - PREFIX.length());
    }

    private static String bounded(String context, int max) {
        int digits = 16;
        return context.length() <= max
                ? context
                : context.substring(0, max - digits - 1) + "-"
                        + Sha256.hex(context).substring(0, digits);
    }
}
