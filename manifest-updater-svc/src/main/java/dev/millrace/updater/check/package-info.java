/**
 * The check of a configuration repository's policies, for a pull request. In: a checkout on disk. Out: all mistakes, each with file, line and
 * column, and the places of the policies. Nothing is written, and no host is contacted.
 */
@NullMarked
package dev.millrace.updater.check;

import org.jspecify.annotations.NullMarked;
