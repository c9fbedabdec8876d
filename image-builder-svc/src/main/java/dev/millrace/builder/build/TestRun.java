package dev.millrace.builder.build;

import dev.millrace.builder.configuration.spec.ImageTest;
import dev.millrace.builder.engine.ExportOutcome;
import dev.millrace.builder.engine.ImageEngine;
import dev.millrace.builder.engine.Limit;
import dev.millrace.builder.engine.Recipe;
import dev.millrace.builder.engine.ToolOutcome;
import dev.millrace.builder.journal.BuildLog;
import dev.millrace.builder.junit.JUnitOutcome;
import dev.millrace.builder.junit.TestArchive;
import dev.millrace.builder.junit.TestCounts;
import dev.millrace.builder.plan.ImagePlan;
import dev.millrace.builder.plan.TestDockerfile;
import dev.millrace.builder.publish.BuildFailure;
import dev.millrace.builder.publish.TestFailure;
import dev.millrace.events.value.RepositoryId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Runs one test of an image whose result is exported: commands, or a stage with reports.
 *
 * @param recipe the recipe with a Dockerfile
 * @param failureOf the failure of the engine's tool
 */
record TestRun(
        ImageEngine engine,
        ImagePlan plan,
        BuildContexts contexts,
        FailedTests failedTests,
        Function<Path, Recipe> recipe,
        Function<ToolOutcome, Optional<BuildFailure>> failureOf,
        BuildLog log) {
    private static final long MAX_RESULT_BYTES = 128 << 20;

    TestResult run(ImageTest test, Limit limit) {
        String doing = "testing " + plan.image();
        ImageEngine.TarFile target = new ImageEngine.TarFile(contexts.resultFile(), MAX_RESULT_BYTES);
        try {
            return switch (engine.export(recipe.apply(dockerfile(test)), TestDockerfile.RESULT, target, limit, log)) {
                case ExportOutcome.NotExported(var failure) -> notExported(failure);
                case ExportOutcome.Exported(Optional<String> reachedLimit) ->
                    result(
                            doing,
                            test,
                            TestArchive.read(target.path(), TestDockerfile.STATUS, TestDockerfile.REPORTS),
                            reachedLimit);
            };
        } finally {
            delete(target.path());
        }
    }

    /** Commands may have run and left too much: their result is not to be repeated from the cache. */
    private TestResult notExported(ToolOutcome.Failure failure) {
        failedTests.failed(repository());
        return TestResult.of(failureOf.apply(failure));
    }

    private TestResult result(String doing, ImageTest test, TestArchive archive, Optional<String> reachedLimit) {
        Optional<TestCounts> counts = archive.reports() instanceof JUnitOutcome.Counted counted
                ? test.junit().map(place -> counted.counts())
                : Optional.empty();
        TestResult result =
                new TestResult(TestFailure.of(doing, archive, test.junit(), reachedLimit, log::redacted), counts);
        if (result.failure().isPresent()) {
            failedTests.failed(repository());
        }
        return result;
    }

    private Path dockerfile(ImageTest test) {
        String salt = failedTests.saltOf(repository());
        return switch (test) {
            case ImageTest.Commands commands ->
                contexts.dockerfileOf(TestDockerfile.of(commands, plan.spec().access(), salt));
            case ImageTest.Stage stage ->
                contexts.dockerfile(plan.spec().dockerfilePath(), text -> TestDockerfile.of(text, stage, salt));
        };
    }

    private RepositoryId repository() {
        return plan.source().repository();
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("deleting the result of a test", e);
        }
    }
}
