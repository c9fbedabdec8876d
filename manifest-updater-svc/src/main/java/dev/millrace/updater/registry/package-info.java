/**
 * Reads from image registries over the OCI distribution API (1.1). In: an image's name with a tag or digest. Out: tags, manifests, and the build
 * metadata of images. It never sends a request to a registry that is not configured, and never writes.
 */
@NullMarked
package dev.millrace.updater.registry;

import org.jspecify.annotations.NullMarked;
