package dev.millrace.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** An operating system and architecture as in {@code linux/amd64} or {@code linux/arm/v7} (OCI image index). */
public record Platform(@JsonValue String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]{1,32}/[a-z0-9_]{1,32}(?:/[a-z0-9]{1,32})?");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Platform {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a platform: " + Quoted.of(value));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
