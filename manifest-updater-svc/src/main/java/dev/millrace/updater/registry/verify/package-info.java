/**
 * What an image must prove before it is written: who signed it, who built it, and from what. In: an image by digest, the policy's demands. Out:
 * verified, or why not. What never happens here: a certificate or a transparency log is asked; trust is the one key that the policy names.
 */
@NullMarked
package dev.millrace.updater.registry.verify;

import org.jspecify.annotations.NullMarked;
