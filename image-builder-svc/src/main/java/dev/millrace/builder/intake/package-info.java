/**
 * The input of this service: webhooks of git hosts and registries, and the poll that finds changes without a webhook.
 *
 * <p>In: raw, verified bytes. Out: {@code source.changed}, or {@code image.built} for an external image, acknowledged by Kafka before the
 * webhook is answered. What never happens here: reading a body that isn't verified, calling an address from a body.
 */
@NullMarked
package dev.millrace.builder.intake;

import org.jspecify.annotations.NullMarked;
