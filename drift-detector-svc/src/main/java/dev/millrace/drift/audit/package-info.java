/**
 * Who changed an object, from the API server's audit log: the field managers of an object name programs, the audit log names users.
 *
 * <p>In: batches of the API server's webhook backend, and the drift events published. Out: an {@code Attributed} event with the user, under the id of
 * the drift. Nobody is named if two users wrote to the object in between, and no request body of the audit log is read.
 */
@NullMarked
package dev.millrace.drift.audit;

import org.jspecify.annotations.NullMarked;
