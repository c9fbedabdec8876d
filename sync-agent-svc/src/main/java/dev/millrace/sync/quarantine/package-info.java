/**
 * Finds the Application whose reconciliation ends the process, so that a restart does not end in the same way for ever.
 *
 * <p>In: passes that begin and end, and the marks that an earlier process left. Out: the way in which a pass may run, and a file of suspects in the work
 * directory. What never happens here: a pass, a request to the API server, a status.
 */
@NullMarked
package dev.millrace.sync.quarantine;

import org.jspecify.annotations.NullMarked;
