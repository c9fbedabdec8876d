package dev.millrace.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** The id of an event: a UUIDv5 over its content, so that the same fact published twice has one id. */
public record EventId(@JsonValue String value) {
    private static final Pattern FORM =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public EventId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a UUIDv5: " + Quoted.of(value));
        }
    }

    /**
     * Derives the id of an event from its type and its parts.
     *
     * @param type the event's short name, such as {@code image.built}
     * @param parts the parts that identify the event; their order matters
     */
    public static EventId of(String type, String... parts) {
        return new EventId(NameUuid.of(type, parts));
    }

    @Override
    public String toString() {
        return value;
    }
}
