/**
 * Redaction of values that may not be stored: those of Secrets.
 *
 * <p>In: a projection and a salt. Out: the same with salted hashes in place of the values. No value of a Secret leaves this package.
 */
@NullMarked
package dev.millrace.cluster.redaction;

import org.jspecify.annotations.NullMarked;
