/**
 * Push webhooks of Git hosts.
 *
 * <p>In: the headers and the raw bytes of a request, and our secrets. Out: the pushed refs, or the reason for a rejection. A payload is a hint:
 * its URLs are never called.
 */
@NullMarked
package dev.millrace.git.webhook;

import org.jspecify.annotations.NullMarked;
