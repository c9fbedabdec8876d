/**
 * From {@code .millrace/updates.yaml} to policies. In: the file's bytes. Out: policies, or the line and the reason why not. A mistake is never
 * defaulted over.
 */
@NullMarked
package dev.millrace.updater.policy;

import org.jspecify.annotations.NullMarked;
