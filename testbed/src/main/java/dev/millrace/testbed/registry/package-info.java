/**
 * A real image registry: Distribution's {@code docker-registry}.
 *
 * <p>In: pushes of images. Out: the images, and notifications to the configured target. There are no accounts.
 */
@NullMarked
package dev.millrace.testbed.registry;

import org.jspecify.annotations.NullMarked;
