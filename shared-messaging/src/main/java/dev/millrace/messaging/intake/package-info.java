/**
 * The common parts of services with external input: the configuration of webhooks and responses to them, the limit of other bodies, the token for
 * changes, the poll for changes without a webhook, the count of ignored input, and lists whose entries fail one by one.
 *
 * <p>In: the result of a delivery, repositories to poll. Out: an HTTP response, periodic checks. What never happens here: reading a body,
 * access to Git.
 */
@NullMarked
package dev.millrace.messaging.intake;

import org.jspecify.annotations.NullMarked;
