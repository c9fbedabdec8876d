/**
 * The configuration repositories: their mirrors, policies in force, and what our own commits on the branch say. Nothing is written here.
 */
@NullMarked
package dev.millrace.updater.repository;

import org.jspecify.annotations.NullMarked;
