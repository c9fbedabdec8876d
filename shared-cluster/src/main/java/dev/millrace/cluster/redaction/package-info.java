/**
 * Redaction of values that may not be stored: those of Secrets, in whatever object they are.
 *
 * <p>In: a projection, the values that came out of Secrets, and a salt. Out: the same with salted hashes in place of these values. No value of a Secret leaves this package.
 */
@NullMarked
package dev.millrace.cluster.redaction;

import org.jspecify.annotations.NullMarked;
