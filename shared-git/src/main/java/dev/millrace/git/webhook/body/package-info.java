/**
 * The bodies of requests, read into memory within limits.
 *
 * <p>In: a stream and what its sender declares. Out: its bytes, or the limit that it exceeds. One request is bounded in bytes and time, and all
 * requests together in bytes.
 */
@NullMarked
package dev.millrace.git.webhook.body;

import org.jspecify.annotations.NullMarked;
