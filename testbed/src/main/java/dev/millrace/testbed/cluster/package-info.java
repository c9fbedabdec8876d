/**
 * A real Kubernetes control plane, whose kubelets are kwok.
 *
 * <p>In: objects. Out: what a cluster makes of them; Deployments roll out and turn Ready, or don't where a label says so. No container
 * ever runs.
 */
@NullMarked
package dev.millrace.testbed.cluster;

import org.jspecify.annotations.NullMarked;
