/**
 * Pushes built images.
 *
 * <p>In: an OCI layout and tags. Out: the image in its registry, its tags last. What never happens here: content that differs from its digest
 * is completed, a tag is written before what it names, or a credential leaves the origin of the registry.
 */
@NullMarked
package dev.millrace.builder.registry.push;

import org.jspecify.annotations.NullMarked;
