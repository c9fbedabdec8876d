/**
 * The API server's refusals.
 *
 * <p>In: the status that it answers with. Out: which fields conflict, which can't be changed, and advice for people. No request is made here,
 * and no value of an object is quoted but by the API server's own message.
 */
@NullMarked
package dev.millrace.sync.apply.refusal;

import org.jspecify.annotations.NullMarked;
