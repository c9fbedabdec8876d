package dev.millrace.builder.engine.buildkit;

import dev.millrace.builder.engine.BoundedProcess;
import dev.millrace.builder.engine.ExportOutcome;
import dev.millrace.builder.engine.ImageEngine;
import dev.millrace.builder.engine.Limit;
import dev.millrace.builder.engine.Programs;
import dev.millrace.builder.engine.Recipe;
import dev.millrace.builder.engine.ToolOutcome;
import dev.millrace.builder.engine.buildkit.daemon.Daemon;
import dev.millrace.builder.engine.buildkit.limits.BuildGroup;
import dev.millrace.events.value.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** One run of {@code buildctl}. */
final class BuildctlRun implements AutoCloseable {
    /** A line about the client's own files, which says nothing about a build. */
    private static final String NOISE = "failed check for fsverity support";

    private final Daemon daemon;
    private final BuildctlCommand command;
    private final Path home;
    private final Recipe recipe;
    private final BuildInputs inputs;
    private final Optional<BuildGroup> group;

    BuildctlRun(
            Daemon daemon,
            BuildctlCommand command,
            Path home,
            Recipe recipe,
            BuildInputs inputs,
            Optional<BuildGroup> group) {
        this.daemon = daemon;
        this.command = command;
        this.home = home;
        this.recipe = recipe;
        this.inputs = inputs;
        this.group = group;
    }

    /** The folder of the built image. */
    Path layout() {
        return inputs.layout();
    }

    ToolOutcome build(Optional<String> stage, Limit limit, Consumer<String> log) {
        return run(command.build(recipe, inputs, stage), limit, log);
    }

    ExportOutcome export(String stage, ImageEngine.TarFile target, Limit limit, Consumer<String> log) {
        return switch (run(command.export(recipe, inputs, stage, target), limit, log)) {
            case ToolOutcome.Succeeded succeeded -> new ExportOutcome.Exported(reached());
            case ToolOutcome.Failed failed
            when isFull(target) ->
                new ExportOutcome.NotExported(new ToolOutcome.Exceeded(
                        (target.maxBytes() >> 20) + " MiB for the files of the stage " + stage));
            case ToolOutcome.Failure failure -> new ExportOutcome.NotExported(failure);
        };
    }

    private static boolean isFull(ImageEngine.TarFile target) {
        return target.path().toFile().length() >= target.maxBytes();
    }

    private Optional<String> reached() {
        return group.flatMap(BuildGroup::reached);
    }

    private ToolOutcome run(List<String> arguments, Limit limit, Consumer<String> log) {
        ProcessHandle process = daemon.process().orElseThrow(() -> stopped("it is not running"));
        FailureText failure = new FailureText(
                recipe.output().platforms().stream().map(Platform::value).collect(Collectors.joining(", ")));
        Map<String, String> environment = new HashMap<>(Programs.environment(home));
        environment.put("DOCKER_CONFIG", inputs.folder().toString());
        environment.put("GOTRACEBACK", "none"); // ended by the kernel at a limit, it would print all its threads
        ToolOutcome outcome = BoundedProcess.run(arguments, environment, home, limit, diskCheck(), line -> {
            if (!line.contains(NOISE)) {
                failure.accept(line);
                log.accept(line);
            }
        });
        if (!(outcome instanceof ToolOutcome.Failed failed)) {
            return outcome;
        }
        if (!daemon.isStill(process)) {
            throw stopped("it ended during the build");
        }
        return new ToolOutcome.Failed(failure.exitStatus().orElse(failed.exitStatus()), failure.reason(reached()));
    }

    private Supplier<Optional<String>> diskCheck() {
        return group.map(one -> one.diskCheck(daemon.files().root())).orElse(Optional::empty);
    }

    private UncheckedIOException stopped(String what) {
        String problem = daemon.problem().orElse("it was started again");
        return new UncheckedIOException(new IOException("the image engine: " + what + ": " + problem));
    }

    @Override
    public void close() {
        inputs.close();
        group.ifPresent(BuildGroup::close);
    }
}
