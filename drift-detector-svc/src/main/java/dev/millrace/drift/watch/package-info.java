/**
 * What is in the cluster.
 *
 * <p>In: the kinds and namespaces that records name. Out: the live objects of just these, and word of each that comes, changes or goes.
 * Nothing here judges, and nothing is written.
 */
@NullMarked
package dev.millrace.drift.watch;

import org.jspecify.annotations.NullMarked;
