/**
 * Verifies an image before it is written: its signer, its builder, and its source. In: an image by digest, the policy's requirements. Out: verified,
 * or the reason why not. No certificate or transparency log is used; trust is based on the key that the policy names.
 */
@NullMarked
package dev.millrace.updater.registry.verify;

import org.jspecify.annotations.NullMarked;
