package dev.millrace.updater.edit.text;

/** The result of parsing a file's text. */
public sealed interface ParseResult {

    /** A YAML or JSON file. */
    record Parsed(Manifest manifest) implements ParseResult {}

    /** @param line the line of the error, from 1 */
    record Unreadable(String reason, int line) implements ParseResult {}
}
