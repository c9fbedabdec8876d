/**
 * What stands in the image registries, over the OCI distribution API.
 *
 * <p>In: an image's name and tag. Out: its digest, platforms and labels as the registry tells them now. What never happens here: a
 * request to a registry that isn't configured, or to an address out of a payload.
 */
@NullMarked
package dev.millrace.builder.registry;

import org.jspecify.annotations.NullMarked;
