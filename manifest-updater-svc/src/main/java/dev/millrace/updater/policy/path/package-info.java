/**
 * Patterns of paths, and the placeholders in them. In: texts of a policy. Out: whether a path matches, and the values that it has. Pure.
 */
@NullMarked
package dev.millrace.updater.policy.path;

import org.jspecify.annotations.NullMarked;
