/**
 * Which fields of objects are other people's.
 *
 * <p>In: what people wrote. Out: the same, checked. Nothing here looks at objects.
 */
@NullMarked
package dev.millrace.cluster.application.rule;

import org.jspecify.annotations.NullMarked;
