/**
 * The input of this service from Git hosts: their webhooks, and the poll that finds changes without a webhook.
 *
 * <p>In: raw, verified bytes. Out: {@code source.changed}, acknowledged by Kafka before the webhook is answered. What never happens here:
 * reading a body that isn't verified, calling an address from a body.
 */
@NullMarked
package dev.millrace.builder.intake;

import org.jspecify.annotations.NullMarked;
