/**
 * Inputs of a rendering besides the commit: the ConfigMaps and Secrets that an Application names.
 *
 * <p>In: the Application's spec. Out: the values, a hash of them that helps to decide if the commit is rendered again, and a call whenever one of
 * them changed. What never happens here: a value of a Secret in a message, or a read of an object that no Application names.
 */
@NullMarked
package dev.millrace.sync.render.input;

import org.jspecify.annotations.NullMarked;
