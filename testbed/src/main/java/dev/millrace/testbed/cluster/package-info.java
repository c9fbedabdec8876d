/**
 * A real Kubernetes control plane with kwok in place of kubelets.
 *
 * <p>In: objects. Out: the behaviour of a cluster; Deployments roll out and become Ready, or fail if a label requests it. No container is
 * run.
 */
@NullMarked
package dev.millrace.testbed.cluster;

import org.jspecify.annotations.NullMarked;
