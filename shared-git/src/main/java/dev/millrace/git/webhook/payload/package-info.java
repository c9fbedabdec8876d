/**
 * The needed part of a webhook's body.
 *
 * <p>In: verified bytes and the names of fields. Out: these fields. A fault anywhere else in the body changes nothing, and no depth, length or
 * number of values uses memory that the body itself doesn't have.
 */
@NullMarked
package dev.millrace.git.webhook.payload;

import org.jspecify.annotations.NullMarked;
