/**
 * From Argo CD Image Updater's annotations and resources to drafts of policies. In: the objects and files of a checkout. Out: drafts and notes. Nothing is read from disk or written here.
 */
@NullMarked
package dev.millrace.updater.migrate.argo;

import org.jspecify.annotations.NullMarked;
