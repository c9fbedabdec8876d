/**
 * Objects that carry the annotations of an Application, whatever the records hold.
 *
 * <p>In: all objects of the cluster that an identity may list. Out: those of an Application whose record was lost, and those that belong to no
 * Application. What never happens here: a change of the cluster.
 */
@NullMarked
package dev.millrace.sync.orphan;

import org.jspecify.annotations.NullMarked;
