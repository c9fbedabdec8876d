/**
 * From the drafts of all tools to the text of an {@code updates.yaml} that its reader accepts. In: a checkout. Out: the text and the notes.
 */
@NullMarked
package dev.millrace.updater.migrate.write;

import org.jspecify.annotations.NullMarked;
