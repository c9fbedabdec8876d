/**
 * The notifications of registries.
 *
 * <p>In: a notification with the proof of its sender. Out: {@code image.pushed} for each reported tag, acknowledged by Kafka before the
 * notification is answered; then, when this topic is consumed, {@code image.built} for each image that the registry really has and that
 * isn't ours. What never happens here: a body is parsed before its sender is verified, a registry that isn't configured is contacted, an
 * address of a body is called, a token of a path is shown.
 */
@NullMarked
package dev.millrace.builder.intake.registry;

import org.jspecify.annotations.NullMarked;
