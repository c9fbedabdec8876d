/**
 * The intake of webhooks at a steady rate.
 *
 * <p>In: a running service. Out: the time until each delivery is answered, which includes Kafka's acknowledgement.
 */
@NullMarked
package dev.millrace.bench.intake;

import org.jspecify.annotations.NullMarked;
