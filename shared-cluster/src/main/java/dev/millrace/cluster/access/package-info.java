/**
 * The API server's own decision about who may read what a service answers.
 *
 * <p>In: the token of a request. Out: what its RBAC rules for paths ({@code nonResourceURLs}) say.
 */
@NullMarked
package dev.millrace.cluster.access;

import org.jspecify.annotations.NullMarked;
