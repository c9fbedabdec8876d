/**
 * From the text of an {@code updates.yaml} to policies. In: bytes. Out: a {@link dev.millrace.updater.policy.read.PolicyOutcome}. A mistake is
 * never replaced by a default, and nothing but the text is read.
 */
@NullMarked
package dev.millrace.updater.policy.read;

import org.jspecify.annotations.NullMarked;
