/**
 * The next step of an application: a pure function of the facts about it.
 *
 * <p>In: facts, of which some may not have been gathered yet. Out: one step: to gather a fact, to change something, or to pause until a
 * time or an event. Nothing here does I/O, reads a clock or logs.
 */
@NullMarked
package dev.millrace.sync.steer;

import org.jspecify.annotations.NullMarked;
