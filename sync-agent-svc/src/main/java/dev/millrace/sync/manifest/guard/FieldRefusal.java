package dev.millrace.sync.manifest.guard;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The refusal of an object.
 *
 * @param path of the field: names, and positions in lists; empty for the object as a whole
 * @param reason a sentence for users, which names the field
 * @param wholeFile true if the other objects of the file are refused too
 */
public record FieldRefusal(List<Object> path, String reason, boolean wholeFile) {
    private static final Pattern PLAIN = Pattern.compile("[-_A-Za-z0-9]{1,80}");
    private static final Pattern SHOWN = Pattern.compile("[-._/$A-Za-z0-9]{1,120}");

    public FieldRefusal {
        path = List.copyOf(path);
    }

    /** Returns the path in one line, as in {@code spec.containers[0].env[1].value}. */
    static String shown(List<Object> path) {
        StringBuilder text = new StringBuilder();
        for (Object step : path) {
            String name = String.valueOf(step);
            if (step instanceof Integer) {
                text.append('[').append(name).append(']');
            } else if (PLAIN.matcher(name).matches()) {
                text.append(text.isEmpty() ? "" : ".").append(name);
            } else {
                text.append('[')
                        .append(SHOWN.matcher(name).matches() ? name : "a key that can't be shown")
                        .append(']');
            }
        }
        return text.toString();
    }
}
