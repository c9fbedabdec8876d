package dev.millrace.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** A full ref name, such as {@code refs/heads/main} or {@code refs/tags/v1.2.3} (git-check-ref-format). */
public record GitRef(@JsonValue String value) {
    private static final int MAX_LENGTH = 1_024;
    private static final Pattern FORM = Pattern.compile(
            "refs(?!.*(?:\\.\\.|//|@\\{|\\.lock(?:/|$)|/\\.|/$|\\.$))/[^\\x00-\\x20\\x7f~^:?*\\[\\\\]+");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public GitRef {
        if (value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "not a full ref name: " + value.length() + " characters; at most " + MAX_LENGTH + " are allowed");
        }
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a full ref name: " + Quoted.of(value));
        }
    }

    /** The ref of a branch, from its short name. */
    public static GitRef branch(String name) {
        return new GitRef("refs/heads/" + name);
    }

    /** The ref of a tag, from its short name. */
    public static GitRef tag(String name) {
        return new GitRef("refs/tags/" + name);
    }

    public boolean isBranch() {
        return value.startsWith("refs/heads/");
    }

    public boolean isTag() {
        return value.startsWith("refs/tags/");
    }

    /** The name without {@code refs/heads/} or {@code refs/tags/}. */
    public String shortName() {
        return value.replaceFirst("^refs/(heads|tags)/", "");
    }

    @Override
    public String toString() {
        return value;
    }
}
