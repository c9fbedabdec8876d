/**
 * Exact rules in CEL, for kinds of operators whose status deviates from what the general rule expects.
 *
 * <p>In: rules in YAML, shipped or written by a user, and an object. Out: its health, or nothing where a rule leaves the question to the general rule.
 * Pure: a rule sees the object alone.
 */
@NullMarked
package dev.millrace.sync.health.exact;

import org.jspecify.annotations.NullMarked;
