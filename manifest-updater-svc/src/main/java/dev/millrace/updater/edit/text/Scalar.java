package dev.millrace.updater.edit.text;

import java.util.List;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/**
 * A value (not a key) of a YAML file.
 *
 * @param document the number of its document, from 0
 * @param path keys and list indices ({@code [0]}) that lead to it
 * @param start where its text starts, after anchor and tag, in UTF-16 units
 * @param end where its text ends
 */
public record Scalar(int document, List<String> path, String value, ScalarStyle style, int start, int end) {
    public Scalar {
        path = List.copyOf(path);
    }

    /** As people write it: {@code images[0].newTag}. */
    public String field() {
        StringBuilder field = new StringBuilder();
        for (String step : path) {
            field.append(field.isEmpty() || step.startsWith("[") ? "" : ".").append(step);
        }
        return field.toString();
    }

    public boolean isBlock() {
        return style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED;
    }
}
