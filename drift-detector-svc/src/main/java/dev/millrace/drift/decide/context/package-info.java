/**
 * Facts beside an object and its record that a verdict may depend on.
 *
 * <p>In: resources of the cluster as JSON. Out: answers about one field of one object. Pure: nothing here calls a cluster.
 */
@NullMarked
package dev.millrace.drift.decide.context;

import org.jspecify.annotations.NullMarked;
