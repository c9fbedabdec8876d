/**
 * The state of one application in this process, each part a type of its own that lives exactly as long as what it describes.
 *
 * <p>In: steps that were carried out. Out: the facts from which {@code steer} chooses the next step. What never happens here: I/O, and a
 * field that outlives its state.
 */
@NullMarked
package dev.millrace.sync.state;

import org.jspecify.annotations.NullMarked;
