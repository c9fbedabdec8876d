/**
 * The whole of Millrace on one machine: the real parts, the four services as processes of their own, and an ear on every topic.
 *
 * <p>In: where the built services are. Out: a running delivery, and what its topics told. Nothing here looks into a service.
 */
@NullMarked
package dev.millrace.testbed.delivery;

import org.jspecify.annotations.NullMarked;
