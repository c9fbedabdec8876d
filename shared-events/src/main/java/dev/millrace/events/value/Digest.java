package dev.millrace.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** The SHA-256 digest of a manifest in a registry: {@code sha256:} and 64 hex digits (OCI image spec, descriptor). */
public record Digest(@JsonValue String value) {
    private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Digest {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a sha256 digest: " + Quoted.of(value));
        }
    }

    /** The digest of a content. */
    public static Digest of(byte[] content) {
        return new Digest("sha256:" + Sha256.hex(content));
    }

    /** The first twelve hex digits, for messages. */
    public String shortForm() {
        return value.substring(7, 19);
    }

    @Override
    public String toString() {
        return value;
    }
}
