/**
 * The network of the commands of a build: a bridge from which only public addresses can be reached.
 *
 * <p>In: a name, a subnet and the exceptions. Out: files for CNI, and rules in the packet filter. What never happens here: a rule for another
 * interface than our bridge.
 */
@NullMarked
package dev.millrace.builder.engine.buildkit.network;

import org.jspecify.annotations.NullMarked;
