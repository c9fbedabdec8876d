package dev.millrace.updater.edit.text;

/** What became of a file's text. */
public sealed interface Reading {

    /** A YAML or JSON file. */
    record Parsed(Manifest manifest) implements Reading {}

    /** @param line where the parser gave up, from 1 */
    record Unreadable(String reason, int line) implements Reading {}
}
