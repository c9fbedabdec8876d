/**
 * Attaches documents to images that are in a registry.
 *
 * <p>In: an image by digest and an artifact. Out: a manifest that refers to the image, found by the referrers API or by the tag that stands in for
 * it. What never happens here: an attachment of another client is removed on purpose, or the image itself changes.
 */
@NullMarked
package dev.millrace.builder.registry.attach;

import org.jspecify.annotations.NullMarked;
