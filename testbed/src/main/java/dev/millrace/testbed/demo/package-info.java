/**
 * The demonstration: a change carried from a push to a watched workload, told on the terminal as it happens.
 *
 * <p>In: a running {@link dev.millrace.testbed.delivery.LocalDelivery}. Out: lines for people, and whether each step was seen in the
 * topics and in the cluster. Nothing here is scripted output: a step that isn't seen is told as missing.
 */
@NullMarked
package dev.millrace.testbed.demo;

import org.jspecify.annotations.NullMarked;
