/**
 * The application repositories: what their refs say now.
 *
 * <p>In: a repository and a ref that are said to have moved. Out: the commit that the ref names now, its place in the history, and its
 * files. What never happens here: belief in what a payload says, a request to a repository that isn't configured.
 */
@NullMarked
package dev.millrace.builder.source;

import org.jspecify.annotations.NullMarked;
