package dev.millrace.updater.edit.find;

/**
 * A problem in a file that its author has to fix.
 *
 * @param line from 1
 */
public record Problem(int line, String reason) {}
