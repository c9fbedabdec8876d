package dev.millrace.updater.edit;

/**
 * One value to be set, if its place still is and holds what it should: for taking back an edit.
 *
 * @param field as {@link Change#field} said it
 * @param from what must stand there now
 * @param to what shall stand there
 */
public record Setting(String policy, String field, String from, String to) {}
