/**
 * The Application resource ({@code millrace.dev/v1alpha1}): the folder of a repository that a part of the cluster follows.
 *
 * <p>In: a resource as users write it. Out: the same with its defaults, checked. The definition in {@code k8s/} is generated from these types. Nothing here
 * calls the API server.
 */
@NullMarked
package dev.millrace.cluster.application;

import org.jspecify.annotations.NullMarked;
