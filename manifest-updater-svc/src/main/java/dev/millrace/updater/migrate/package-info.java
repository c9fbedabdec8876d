/**
 * The import of another tool's settings. In: a checkout with the objects and files of that tool. Out: the text of an {@code updates.yaml} that
 * passes the check, and a note for each setting that it does not have. No setting is dropped without a note; nothing is written here.
 */
@NullMarked
package dev.millrace.updater.migrate;

import org.jspecify.annotations.NullMarked;
