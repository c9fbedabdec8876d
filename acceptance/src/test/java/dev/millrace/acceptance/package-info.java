/**
 * End-to-end tests on real parts: the four services as separate processes, a broker, a git host, a registry and a control plane.
 *
 * <p>In: the actions of users (push, revert, manual change of the cluster) and failures (a killed service, an unavailable broker). Out: the
 * expected state of the topics, of Git and of the cluster. Nothing here reads the internals of a service.
 */
@NullMarked
package dev.millrace.acceptance;

import org.jspecify.annotations.NullMarked;
