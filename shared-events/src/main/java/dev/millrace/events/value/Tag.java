package dev.millrace.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** An image's tag (OCI distribution spec). */
public record Tag(@JsonValue String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Tag {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not an image tag: " + Quoted.of(value));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
