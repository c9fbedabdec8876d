/**
 * The rules of Kubernetes' kinds that run no Pods: addresses, volumes, extensions of the API, nodes, requests.
 *
 * <p>In: an object. Out: its health, or nothing for a kind without a rule. Pure, as the rules beside it.
 */
@NullMarked
package dev.millrace.sync.health.builtin.cluster;

import org.jspecify.annotations.NullMarked;
