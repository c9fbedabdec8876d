/**
 * The general rule, which reads the status of any kind.
 *
 * <p>In: an object, and the facts of its kind. Out: its health with the words of its controller. One class per step; the vocabulary stands in
 * {@code health/vocabulary.yaml}. Pure, and no kind is named here.
 */
@NullMarked
package dev.millrace.sync.health.general;

import org.jspecify.annotations.NullMarked;
