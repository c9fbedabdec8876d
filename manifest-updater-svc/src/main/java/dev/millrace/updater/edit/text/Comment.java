package dev.millrace.updater.edit.text;

/**
 * A comment.
 *
 * @param line from 0
 * @param start where its {@code #} stands, in UTF-16 units
 * @param text what follows, without white space around
 * @param alone whether nothing stands before it on its line
 */
public record Comment(int line, int start, String text, boolean alone) {}
