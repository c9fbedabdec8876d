package dev.millrace.builder.engine;

import dev.millrace.events.value.ImageReference;
import dev.millrace.events.value.Platform;
import dev.millrace.messaging.DeliveryMetrics;
import java.util.function.Consumer;

/** Records the duration of an engine's stages: {@code test}, {@code build} and {@code push} of {@code millrace_stage_seconds}. */
public record TimedEngine(ImageEngine engine, DeliveryMetrics metrics) implements ImageEngine {

    @Override
    public String name() {
        return engine.name();
    }

    @Override
    public Platform ownPlatform() {
        return engine.ownPlatform();
    }

    @Override
    public ToolOutcome test(Recipe recipe, String stage, Limit limit, Consumer<String> log) {
        return metrics.timed("test", () -> engine.test(recipe, stage, limit, log));
    }

    @Override
    public ToolOutcome build(Recipe recipe, Limit limit, Consumer<String> log) {
        return metrics.timed("build", () -> engine.build(recipe, limit, log));
    }

    @Override
    public ToolOutcome push(Recipe recipe, ImageReference destination, Limit limit, Consumer<String> log) {
        return metrics.timed("push", () -> engine.push(recipe, destination, limit, log));
    }

    @Override
    public void cleanUp() {
        engine.cleanUp();
    }
}
