/**
 * What an Application has done to its objects, however they were rendered: variables, patches, images, namespace, labels, annotations.
 *
 * <p>In: manifests with the place each stands in. Out: the same, changed, with the same place; what can't be changed as asked says why. Everything here is a
 * function of its input. What never happens here: I/O, or a value of a variable in a reason.
 */
@NullMarked
package dev.millrace.sync.render.transform;

import org.jspecify.annotations.NullMarked;
