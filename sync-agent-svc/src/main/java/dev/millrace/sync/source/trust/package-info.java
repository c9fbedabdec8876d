/**
 * Whose commits and tags an Application believes. In: what must be signed, the Secret with the keys, and what was signed. Out: why it is not
 * believed, if it isn't. What never happens here: a Secret is changed, or anything of it told.
 */
@NullMarked
package dev.millrace.sync.source.trust;

import org.jspecify.annotations.NullMarked;
