package dev.millrace.updater.edit.find;

import dev.millrace.updater.edit.text.Scalar;

/**
 * A value that follows a policy.
 *
 * @param line from 1
 */
public record Place(String policy, Part part, Scalar scalar, int line) {

    /** What stands there. */
    public String current() {
        return scalar.value().strip();
    }

    /** Where in the file, such as {@code images[0].newTag}; the line if the value has no path. */
    public String field() {
        return scalar.path().isEmpty() ? "line " + line : scalar.field();
    }
}
