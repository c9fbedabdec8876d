/**
 * ConfigMaps and Secrets that Applications name: each is read when it is first needed, and watched from then on.
 *
 * <p>In: a name. Out: what it holds now, and a call whenever that is something else. What never happens here: a list of what nobody named, or a
 * value in a message.
 */
@NullMarked
package dev.millrace.sync.named;

import org.jspecify.annotations.NullMarked;
