package dev.millrace.updater.edit.add;

import dev.millrace.updater.edit.find.Part;

/**
 * A key to add.
 *
 * @param part the part of the image that is its value
 */
public record Field(String key, Part part) {}
