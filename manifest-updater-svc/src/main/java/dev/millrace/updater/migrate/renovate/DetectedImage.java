package dev.millrace.updater.migrate.renovate;

/**
 * An image that a manager of Renovate finds in a file.
 *
 * @param name without tag and digest
 * @param tag empty if there is none
 * @param digested true if it has a digest
 */
record DetectedImage(String manager, String file, String name, String tag, boolean digested, Object place) {}
