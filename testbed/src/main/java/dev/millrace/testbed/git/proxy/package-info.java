/**
 * Other ways to access the repositories of the Git host: HTTPS with its own authority, a token, SSH; and a count of requests.
 *
 * <p>In: a running Git host. Out: addresses that serve the same repositories until they are closed. Nothing is stored here.
 */
@NullMarked
package dev.millrace.testbed.git.proxy;

import org.jspecify.annotations.NullMarked;
