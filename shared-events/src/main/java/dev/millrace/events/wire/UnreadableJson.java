package dev.millrace.events.wire;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Says why a value can't be read, in words of our own: Jackson's messages quote the value, which may hold a secret. */
final class UnreadableJson {
    private UnreadableJson() {}

    static String reason(IOException trouble) {
        return switch (trouble) {
            case ValueInstantiationException invalid -> "invalid value" + at(invalid);
            case MismatchedInputException mismatch -> "missing or mistyped value" + at(mismatch);
            case JsonMappingException other
            when other.getCause() instanceof JsonParseException malformed -> "not JSON" + in(malformed.getLocation());
            case JsonMappingException other -> "unreadable value" + at(other);
            case JsonProcessingException malformed -> "not JSON" + in(malformed.getLocation());
            default -> "bytes can't be read";
        };
    }

    /** The path from the root, as far as it is known; it names fields of the event only, as nothing else is mapped. */
    private static String at(JsonMappingException trouble) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : trouble.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.isEmpty() ? in(trouble.getLocation()) : " at " + path;
    }

    private static String in(@Nullable JsonLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
