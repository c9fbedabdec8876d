/**
 * Access to image registries over the OCI distribution API.
 *
 * <p>In: an image's name and tag. Out: its current digest, platforms and labels. What never happens here: a request to a registry that
 * isn't configured, or to an address from a payload.
 */
@NullMarked
package dev.millrace.builder.registry;

import org.jspecify.annotations.NullMarked;
