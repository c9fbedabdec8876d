/**
 * Verification of signed commits and tags. In: what must be signed, the Secret with the keys, and the signed object. Out: why it is not
 * accepted, if it isn't. What never happens here: a change to a Secret, or a disclosure of its content.
 */
@NullMarked
package dev.millrace.sync.source.trust;

import org.jspecify.annotations.NullMarked;
