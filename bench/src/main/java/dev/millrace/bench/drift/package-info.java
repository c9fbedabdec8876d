/**
 * Changes of live objects, as the detector sees them.
 *
 * <p>In: Applications of ConfigMaps, and a client that changes these. Out: time until the event, time until it is healed, and what watching costs.
 */
@NullMarked
package dev.millrace.bench.drift;

import org.jspecify.annotations.NullMarked;
