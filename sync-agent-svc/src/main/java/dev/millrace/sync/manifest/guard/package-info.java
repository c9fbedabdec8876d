/**
 * Checks of content that must not reach the API server.
 *
 * <p>In: the bytes of a file, or the content of one object. Out: why it is refused or left out, with the path of the field. Pure; no reason holds a value.
 * What never happens here: a value that is changed so that it fits.
 */
@NullMarked
package dev.millrace.sync.manifest.guard;

import org.jspecify.annotations.NullMarked;
