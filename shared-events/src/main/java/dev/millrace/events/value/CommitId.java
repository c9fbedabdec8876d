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
            throw new IllegalArgumentException("not a full commit id: " + Quoted.of(value));
        }
    }

    /** The id that Git uses in hooks and webhooks for "no commit", when a ref is created or deleted. */
    public static final CommitId NONE = new CommitId("0".repeat(40));

    /** Returns true if this is the id for "no commit". */
    public boolean isNone() {
        return value.chars().allMatch(c -> c == '0');
    }

    /** The first twelve hex digits, for messages. */
    public String shortForm() {
        return value.substring(0, 12);
    }

    @Override
    public String toString() {
        return value;
    }
}
