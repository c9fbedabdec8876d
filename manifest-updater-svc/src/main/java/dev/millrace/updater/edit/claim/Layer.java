package dev.millrace.updater.edit.claim;

import dev.millrace.updater.edit.text.Manifest;
import dev.millrace.updater.edit.text.Scalar;

/**
 * A file, or a block string in it that is YAML itself.
 *
 * @param prefix the field of the block string; empty for the file
 */
public record Layer(Manifest manifest, String prefix) {

    /** The path of a value from the file's root. */
    public String field(Scalar scalar) {
        return prefix.isEmpty() ? scalar.field() : prefix + ": " + scalar.field();
    }

    public boolean isFile() {
        return prefix.isEmpty();
    }
}
