/**
 * The content of {@code .millrace/updates.yaml} as types: policies, environments, deliveries. Values only; nothing is read here.
 */
@NullMarked
package dev.millrace.updater.policy;

import org.jspecify.annotations.NullMarked;
