/**
 * Refusals of the API server.
 *
 * <p>In: the status that it answers with. Out: the fields that conflict, those that can't be changed, and advice for users. No request is made here,
 * and no value of an object is quoted except in the API server's own message.
 */
@NullMarked
package dev.millrace.sync.apply.refusal;

import org.jspecify.annotations.NullMarked;
