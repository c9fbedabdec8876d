/**
 * The state of applications, as a user reads it from the cluster.
 *
 * <p>In: an application that was just reconciled. Out: the Application's status after kstatus, written only where it changed, and a
 * Kubernetes event per attempt that ended. What never happens here: a write before the objects are applied.
 */
@NullMarked
package dev.millrace.sync.status;

import org.jspecify.annotations.NullMarked;
