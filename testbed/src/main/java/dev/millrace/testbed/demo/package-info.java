/**
 * The demo: a change is delivered from a push to a running workload, with each step printed on the terminal.
 *
 * <p>In: a running {@link dev.millrace.testbed.delivery.LocalDelivery}. Out: lines for the user, with the result of
 * each step in the topics and in the cluster. No output is scripted: a step that is not observed is printed as missing.
 */
@NullMarked
package dev.millrace.testbed.demo;

import org.jspecify.annotations.NullMarked;
