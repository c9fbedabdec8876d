/**
 * The proof that a notification comes from the configured sender.
 *
 * <p>In: the headers, the token of the path and the raw bytes of a request. Out: a verdict. What never happens here: a secret or a token
 * is shown, a secret is compared in variable time, keys are fetched from an address other than the configured one.
 */
@NullMarked
package dev.millrace.builder.intake.registry.proof;

import org.jspecify.annotations.NullMarked;
