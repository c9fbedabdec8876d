/**
 * What stands in the image registries, over the OCI distribution API (1.1). In: an image's name and what selects it. Out: tags, manifests, and
 * what an image says of its making. What never happens here: a request to a registry that isn't configured, or any writing.
 */
@NullMarked
package dev.millrace.updater.registry;

import org.jspecify.annotations.NullMarked;
