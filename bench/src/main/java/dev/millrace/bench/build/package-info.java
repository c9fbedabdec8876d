/**
 * Builds of images: what image-builder-svc adds to the engine's own time.
 *
 * <p>In: running services, and pushes of one changed file each. Out: the times from the event of a push to that of its image, beside builds of the
 * same files by the engine alone, on the same daemon.
 */
@NullMarked
package dev.millrace.bench.build;

import org.jspecify.annotations.NullMarked;
