/**
 * Rules for fields that belong to other managers.
 *
 * <p>In: rules as users write them. Out: the same, checked. Nothing here reads objects.
 */
@NullMarked
package dev.millrace.cluster.application.rule;

import org.jspecify.annotations.NullMarked;
