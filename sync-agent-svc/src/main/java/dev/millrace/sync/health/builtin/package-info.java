/**
 * The rules of the kinds that Kubernetes itself serves, by group and kind; the version of the API doesn't matter.
 *
 * <p>In: an object. Out: its health, or nothing for a kind without a rule. Pure: nothing here asks the cluster, and no custom resource is judged here.
 * Kinds that run Pods, or act on them, have their rules here, the others in {@code cluster}.
 */
@NullMarked
package dev.millrace.sync.health.builtin;

import org.jspecify.annotations.NullMarked;
