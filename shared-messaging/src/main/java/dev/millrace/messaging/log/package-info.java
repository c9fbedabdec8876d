/**
 * Log records in one line each: text from outside never begins a line of its own in the log of a service.
 *
 * <p>In: each record for the console. Out: the same record, its message, context and error messages with control characters escaped. What never happens
 * here: a decision about what is logged.
 */
@NullMarked
package dev.millrace.messaging.log;

import org.jspecify.annotations.NullMarked;
