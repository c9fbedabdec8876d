package dev.millrace.sync.manifest.guard;

import java.util.Map;
import java.util.Optional;

/** Decides if an object may be applied as it is written. */
public final class Guard {
    private Guard() {}

    /**
     * Returns why the object is refused; empty if it isn't.
     *
     * @param content as it was read, before any change
     */
    public static Optional<FieldRefusal> refusal(Map<String, Object> content) {
        return Encrypted.in(content).or(() -> Templates.in(content)).or(() -> TextFields.in(content));
    }

    static String text(Map<String, Object> content, String key) {
        return content.get(key) instanceof String text ? text : "";
    }

    /** The API group; empty for the core group. */
    static String group(Map<String, Object> content) {
        String apiVersion = text(content, "apiVersion");
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }
}
