/**
 * Verifies what is attached to an image: signatures and statements, as cosign writes them.
 *
 * <p>In: an image by digest and public keys. Out: the signatures and statements that the keys prove. What never happens here: a certificate or a
 * transparency log is used, or anything is written.
 */
@NullMarked
package dev.millrace.registry.verify;

import org.jspecify.annotations.NullMarked;
