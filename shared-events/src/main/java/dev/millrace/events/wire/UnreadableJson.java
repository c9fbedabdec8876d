package dev.millrace.events.wire;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Describes why a value can't be read. Jackson's messages are not used, because they quote the value, which may contain a secret. */
final class UnreadableJson {
    private UnreadableJson() {}

    static String reason(IOException error) {
        return switch (error) {
            case ValueInstantiationException invalid -> "invalid value" + at(invalid);
            case MismatchedInputException mismatch -> "missing or mistyped value" + at(mismatch);
            case JsonMappingException other
            when other.getCause() instanceof JsonParseException malformed -> "not JSON" + in(malformed.getLocation());
            case JsonMappingException other -> "unreadable value" + at(other);
            case JsonProcessingException malformed -> "not JSON" + in(malformed.getLocation());
            default -> "bytes can't be read";
        };
    }

    /** The path from the root, as far as known. It contains only field names of the event, because nothing else is mapped. */
    private static String at(JsonMappingException error) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : error.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.isEmpty() ? in(error.getLocation()) : " at " + path;
    }

    private static String in(@Nullable JsonLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
