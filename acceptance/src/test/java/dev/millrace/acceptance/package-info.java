/**
 * The whole way, on real parts: the four services as processes of their own, a broker, a git host, a registry and a control plane.
 *
 * <p>In: what people do (push, revert, change the cluster by hand) and what goes wrong (a killed service, a broker that is away). Out: what
 * must be true then in the topics, in Git and in the cluster. Nothing here looks into a service.
 */
@NullMarked
package dev.millrace.acceptance;

import org.jspecify.annotations.NullMarked;
