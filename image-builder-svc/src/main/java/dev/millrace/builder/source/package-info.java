/**
 * The application repositories and the current state of their refs.
 *
 * <p>In: a repository and a ref that may have moved. Out: the commit that the ref names now, its sequence number, and its files. What
 * never happens here: trust in a payload, a request to a repository that isn't configured.
 */
@NullMarked
package dev.millrace.builder.source;

import org.jspecify.annotations.NullMarked;
