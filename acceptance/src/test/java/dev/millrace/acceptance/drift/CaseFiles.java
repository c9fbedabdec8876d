package dev.millrace.acceptance.drift;

import dev.millrace.testbed.process.JvmState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The case files of a folder, each for a namespace of its own, and their results. */
final class CaseFiles {
    private static final int AT_ONCE = 8;
    private static final String EXTENSION = ".yaml";

    private CaseFiles() {}

    /** Reads the files whose name contains this text; all of them if it is empty. */
    static List<DriftCase> read(Path folder, String filter) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(EXTENSION))
                    .filter(file -> name(file).contains(filter))
                    .sorted()
                    .map(CaseFiles::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("listing the drift cases", e);
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(EXTENSION, "");
    }

    private static DriftCase read(Path file) {
        try {
            String namespace = "drift-" + name(file) + "-" + JvmState.next("drift-case");
            return DriftCase.read(name(file), namespace, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("reading a drift case", e);
        }
    }

    /** Runs the cases, several at once, and returns the results of all their steps in the order of the cases. */
    static List<StepResult> run(DriftStage stage, List<DriftCase> cases) throws InterruptedException {
        List<StepResult> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<List<StepResult>>> running = cases.stream()
                    .map(drift -> threads.submit(() -> new CaseRun(stage, drift).run()))
                    .toList();
            for (Future<List<StepResult>> run : running) {
                results.addAll(run.get());
            }
        } catch (ExecutionException e) {
            throw new AssertionError("a case ended the runner", e.getCause());
        }
        return results;
    }

    /** The results as a table, and their numbers. */
    static String table(List<StepResult> results) {
        long passed = results.stream().filter(StepResult::passed).count();
        return results.stream()
                .map(StepResult::row)
                .collect(Collectors.joining(
                        "\n", "Drift cases\n", "\n" + passed + " of " + results.size() + " steps pass"));
    }
}
