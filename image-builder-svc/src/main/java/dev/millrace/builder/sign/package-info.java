/**
 * Signs images that are in a registry.
 *
 * <p>In: an image by digest and a private key. Out: signatures and signed statements in cosign's form. What never happens here: a key is shown,
 * or a signature of another client is removed.
 */
@NullMarked
package dev.millrace.builder.sign;

import org.jspecify.annotations.NullMarked;
