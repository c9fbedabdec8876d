/**
 * All of Millrace on one machine: the real parts, the four services as separate processes, and a reader of all topics.
 *
 * <p>In: the built services. Out: a running delivery and the records of its topics. Nothing here reads the internals of a service.
 */
@NullMarked
package dev.millrace.testbed.delivery;

import org.jspecify.annotations.NullMarked;
