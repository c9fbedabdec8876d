package dev.millrace.updater.edit.text;

/**
 * A comment.
 *
 * @param line from 0
 * @param start the position of its {@code #}, in UTF-16 units
 * @param text the text after it, without surrounding white space
 * @param alone true if nothing precedes it on its line
 */
public record Comment(int line, int start, String text, boolean alone) {}
