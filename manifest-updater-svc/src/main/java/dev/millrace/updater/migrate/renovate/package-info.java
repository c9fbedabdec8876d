/**
 * From Renovate's configuration to drafts of policies. In: the objects and files of a checkout. Out: drafts and notes. Nothing is read from disk or written here.
 */
@NullMarked
package dev.millrace.updater.migrate.renovate;

import org.jspecify.annotations.NullMarked;
