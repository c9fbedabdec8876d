/**
 * The agent's state over HTTP: its applications, the repositories' heads, and its health.
 *
 * <p>In: requests. Out: small JSON. Nothing here changes anything.
 */
@NullMarked
package dev.millrace.sync.serve;

import org.jspecify.annotations.NullMarked;
