/**
 * image-builder-svc: from a push to a tested, built and pushed image, and the event that says so. Start with {@code BuildPipeline}.
 *
 * <p>In: webhooks of git hosts and registries, {@code source.changed}. Out: {@code source.changed}, {@code image.built},
 * {@code build.failed}. What never happens here: a look at a cluster, belief in a payload.
 */
@NullMarked
package dev.millrace.builder;

import org.jspecify.annotations.NullMarked;
