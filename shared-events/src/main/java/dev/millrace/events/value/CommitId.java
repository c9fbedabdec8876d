package dev.millrace.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** A commit's full object id, 40 (SHA-1) or 64 (SHA-256) lower-case hex digits. */
public record CommitId(@JsonValue String value) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CommitId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a full commit id: " + value);
        }
    }

    /** What Git's hooks and webhooks send for "no commit": a ref that is being created or deleted. */
    public static final CommitId NONE = new CommitId("0".repeat(40));

    /** Whether this stands for the absence of a commit. */
    public boolean isNone() {
        return value.chars().allMatch(c -> c == '0');
    }

    /** The first twelve hex digits, for people. */
    public String shortForm() {
        return value.substring(0, 12);
    }

    @Override
    public String toString() {
        return value;
    }
}
