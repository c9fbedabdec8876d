package dev.millrace.updater.migrate;

/**
 * A setting that the result does not have.
 *
 * @param object the object with the setting, such as {@code ImagePolicy flux-system/web}
 * @param lost true if the result differs from the other tool for it; false if Millrace needs no such setting
 */
public record ImportNote(Origin origin, String object, String setting, String reason, boolean lost) {

    @Override
    public String toString() {
        return origin + ": " + object + ": " + setting + ": " + (lost ? "not taken over: " : "not needed: ") + reason;
    }
}
