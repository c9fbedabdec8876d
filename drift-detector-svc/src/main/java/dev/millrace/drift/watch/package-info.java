/**
 * The live state of the cluster.
 *
 * <p>In: the kinds and namespaces that records name. Out: the live objects of exactly these kinds, and their changes. Nothing is
 * decided here, and nothing is written.
 */
@NullMarked
package dev.millrace.drift.watch;

import org.jspecify.annotations.NullMarked;
