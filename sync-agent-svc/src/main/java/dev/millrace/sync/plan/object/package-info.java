/**
 * Facts about a single object that follow from its kind and name alone.
 *
 * <p>In: an object's reference or manifest. Out: whether deleting it deletes others' objects, whether its name was generated, which object it needs
 * to exist first. Nothing here does I/O, reads a clock or logs.
 */
@NullMarked
package dev.millrace.sync.plan.object;

import org.jspecify.annotations.NullMarked;
