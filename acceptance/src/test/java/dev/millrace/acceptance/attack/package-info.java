/**
 * Hostile inputs beside the delivery of others: Applications, repositories, webhooks and records at their worst, in every kind of input.
 *
 * <p>In: the running shop and a seed. Out: the number of inputs that each service refused, its exits and ended threads, and the time of others'
 * deliveries with and without the attack. What never happens here: an assertion about a time.
 */
@NullMarked
package dev.millrace.acceptance.attack;

import org.jspecify.annotations.NullMarked;
