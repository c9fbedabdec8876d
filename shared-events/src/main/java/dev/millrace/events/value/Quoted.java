package dev.millrace.events.value;

/** Texts of others in messages. */
final class Quoted {
    private static final int MAX_LENGTH = 200;

    private Quoted() {}

    /** The beginning of a text, so that a message stays readable however long the text is. */
    static String of(String text) {
        return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text;
    }
}
