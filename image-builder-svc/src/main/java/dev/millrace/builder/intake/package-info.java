/**
 * What reaches this service from outside: webhooks of git hosts and registries, and the poll that finds what they failed to tell.
 *
 * <p>In: raw, verified bytes. Out: {@code source.changed}, or {@code image.built} for a foreign image, acknowledged by Kafka before the
 * webhook is answered. What never happens here: reading a body that isn't verified, calling an address out of one.
 */
@NullMarked
package dev.millrace.builder.intake;

import org.jspecify.annotations.NullMarked;
