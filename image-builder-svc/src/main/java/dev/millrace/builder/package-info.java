/**
 * image-builder-svc tests, builds and pushes an image for each push, and publishes its event. Start with {@code BuildPipeline}.
 *
 * <p>In: webhooks of git hosts and registries, {@code source.changed}. Out: {@code source.changed}, {@code image.built},
 * {@code build.failed}. What never happens here: access to a cluster, trust in a payload.
 */
@NullMarked
package dev.millrace.builder;

import org.jspecify.annotations.NullMarked;
