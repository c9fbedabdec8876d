/**
 * The intake of pushes to application repositories.
 *
 * <p>In: webhooks of Git hosts. Out: {@code source.changed} for each ref that is built, acknowledged by Kafka before the host is answered. What never
 * happens here: reading a body that isn't verified, calling an address from a body.
 */
@NullMarked
package dev.millrace.builder.intake.git;

import org.jspecify.annotations.NullMarked;
