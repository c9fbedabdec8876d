/**
 * The configuration repositories: their mirrors, the policies in force, and the updates of our own commits. Nothing is written here.
 */
@NullMarked
package dev.millrace.updater.repository;

import org.jspecify.annotations.NullMarked;
