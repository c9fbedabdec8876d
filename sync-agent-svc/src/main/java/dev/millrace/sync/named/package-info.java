/**
 * ConfigMaps and Secrets that Applications name: each is read when it is first needed, and watched from then on.
 *
 * <p>In: a name. Out: the current content, and a call whenever it changes. What never happens here: a list of objects that are not named, or a
 * value in a message.
 */
@NullMarked
package dev.millrace.sync.named;

import org.jspecify.annotations.NullMarked;
