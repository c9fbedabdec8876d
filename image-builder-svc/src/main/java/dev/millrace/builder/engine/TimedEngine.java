package dev.millrace.builder.engine;

import dev.millrace.events.value.Platform;
import dev.millrace.messaging.DeliveryMetrics;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Records the duration of an engine's stages: {@code test}, {@code build} and {@code clean-up} of {@code millrace_stage_seconds}. */
public record TimedEngine(ImageEngine engine, DeliveryMetrics metrics) implements ImageEngine {

    @Override
    public String name() {
        return engine.name();
    }

    @Override
    public boolean attests() {
        return engine.attests();
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
    public ExportOutcome export(Recipe recipe, String stage, TarFile target, Limit limit, Consumer<String> log) {
        return metrics.timed("test", () -> engine.export(recipe, stage, target, limit, log));
    }

    @Override
    public BuildOutcome build(Recipe recipe, Limit limit, Consumer<String> log) {
        return metrics.timed("build", () -> engine.build(recipe, limit, log));
    }

    @Override
    public void start() {
        engine.start();
    }

    @Override
    public Optional<String> problem() {
        return engine.problem();
    }

    @Override
    public Set<Ability> abilities() {
        return engine.abilities();
    }

    @Override
    public void cleanUp() {
        metrics.timed("clean-up", engine::cleanUp);
    }

    @Override
    public void close() {
        engine.close();
    }
}
