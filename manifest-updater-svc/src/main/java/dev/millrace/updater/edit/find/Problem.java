package dev.millrace.updater.edit.find;

/**
 * Something in a file that its author has to mend.
 *
 * @param line from 1
 */
public record Problem(int line, String reason) {}
