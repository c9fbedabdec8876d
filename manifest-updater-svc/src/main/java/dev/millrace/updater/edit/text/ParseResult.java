package dev.millrace.updater.edit.text;

/** What became of a file's text. */
public sealed interface ParseResult {

    /** A YAML or JSON file. */
    record Parsed(Manifest manifest) implements ParseResult {}

    /** @param line where the parser gave up, from 1 */
    record Unreadable(String reason, int line) implements ParseResult {}
}
