package dev.millrace.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** Names an event: a UUIDv5 over what the event says, so that the same fact told twice has one id. */
public record EventId(@JsonValue String value) {
    private static final Pattern FORM =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public EventId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a UUIDv5: " + value);
        }
    }

    /**
     * The id of the event of this type about these parts.
     *
     * @param type the event's short name, such as {@code image.built}
     * @param parts what makes the event this one; order counts
     */
    public static EventId of(String type, String... parts) {
        return new EventId(NameUuid.of(type, parts));
    }

    @Override
    public String toString() {
        return value;
    }
}
