/**
 * Changes that an Application makes to its rendered objects: variables, patches, images, namespace, labels, annotations.
 *
 * <p>In: manifests with their origin. Out: the changed manifests, with the same origin; a change that can't be made has a reason. Everything here is a
 * function of its input. What never happens here: I/O, or a value of a variable in a reason.
 */
@NullMarked
package dev.millrace.sync.render.transform;

import org.jspecify.annotations.NullMarked;
