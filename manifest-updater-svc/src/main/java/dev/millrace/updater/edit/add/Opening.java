package dev.millrace.updater.edit.add;

import java.util.List;

/**
 * The place for values that are not there yet.
 *
 * @param line from 1
 */
public record Opening(String policy, int line, Slot slot, List<Field> fields) {
    public Opening {
        fields = List.copyOf(fields);
    }
}
