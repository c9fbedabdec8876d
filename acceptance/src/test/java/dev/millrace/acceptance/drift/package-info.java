/**
 * Drift, from the change of a live object to the published event, by case files: what stands in Git, what somebody does to the live object, and
 * what has to be published of it.
 *
 * <p>In: the files in {@code src/test/resources/drift}. Out: a table of all steps. The agent and the detector run as processes on a real API
 * server and a real broker. A step that must stay silent is proven by a change of a control object, whose event must come while none comes for
 * the step.
 */
@NullMarked
package dev.millrace.acceptance.drift;

import org.jspecify.annotations.NullMarked;
