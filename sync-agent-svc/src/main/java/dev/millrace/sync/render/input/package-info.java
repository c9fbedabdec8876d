/**
 * What a rendering needs besides the commit: the ConfigMaps and Secrets that an Application names.
 *
 * <p>In: the Application's spec. Out: the values, a hash of them that is part of what decides whether to render again, and a call whenever one of
 * them changed. What never happens here: a value of a Secret in a message, or a read of an object that no Application names.
 */
@NullMarked
package dev.millrace.sync.render.input;

import org.jspecify.annotations.NullMarked;
