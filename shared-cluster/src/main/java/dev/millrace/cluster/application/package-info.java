/**
 * The Application resource ({@code millrace.dev/v1alpha1}): which folder of which repository a part of the cluster follows.
 *
 * <p>In: what people wrote. Out: the same with its defaults, checked. The definition in {@code k8s/} is generated from these types. Nothing here
 * calls the API server.
 */
@NullMarked
package dev.millrace.cluster.application;

import org.jspecify.annotations.NullMarked;
