/**
 * Access to image registries over the OCI distribution API.
 *
 * <p>In: an image's name with a tag or digest. Out: its current digest, platforms and labels; manifests and tags are written. What never happens
 * here: a request to a registry that isn't configured or to an address from a payload, or a document of unbounded size is read.
 */
@NullMarked
package dev.millrace.builder.registry;

import org.jspecify.annotations.NullMarked;
