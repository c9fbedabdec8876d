package dev.millrace.updater.edit;

/**
 * One value that was changed.
 *
 * @param field where in the file, such as {@code images[0].newTag}
 * @param line from 1
 */
public record Change(String policy, String field, int line, String from, String to) {}
