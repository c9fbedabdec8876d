/**
 * Other doors to the Git host's repositories: HTTPS with an authority of its own, a token, SSH; and a count of who comes.
 *
 * <p>In: a running Git host. Out: addresses that serve the same repositories, for as long as they aren't closed. Nothing is kept here.
 */
@NullMarked
package dev.millrace.testbed.git.front;

import org.jspecify.annotations.NullMarked;
