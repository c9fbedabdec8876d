package dev.millrace.builder.engine;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Runs a tool with a time limit, and ends it with all its child processes. The tool gets only the given environment. */
public final class BoundedProcess {
    private static final int MAX_LINE_LENGTH = 4096;
    private static final Duration OUTPUT_GRACE = Duration.ofSeconds(5);
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(250);

    private BoundedProcess() {}

    /**
     * Runs a tool to its end.
     *
     * @param log receives its output and its errors, line by line; long lines are split
     * @throws UncheckedIOException if it can't be started, or this thread is interrupted; no process is left running
     */
    public static ToolOutcome run(
            List<String> command, Map<String, String> environment, Path directory, Limit limit, Consumer<String> log) {
        return run(command, environment, directory, limit, Optional::empty, log);
    }

    /**
     * Runs a tool to its end, or until it exceeds a limit.
     *
     * @param exceeded the limit that was exceeded, for users; asked several times a second while the tool runs
     */
    public static ToolOutcome run(
            List<String> command,
            Map<String, String> environment,
            Path directory,
            Limit limit,
            Supplier<Optional<String>> exceeded,
            Consumer<String> log) {
        Duration left = limit.left();
        if (left.isZero()) {
            return new ToolOutcome.TimedOut(limit.total());
        }
        Process process = start(command, environment, directory);
        Thread reader = Thread.ofVirtual().start(() -> copyLines(process, log));
        try {
            Optional<ToolOutcome> early = await(process, left, limit, exceeded);
            if (early.isPresent()) {
                endTree(process);
            }
            reader.join(OUTPUT_GRACE);
            return early.orElseGet(() -> outcome(process.exitValue()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("the service is stopping"));
        } finally {
            endTree(process);
        }
    }

    /** Waits for the end of the tool; returns the limit that it reached before, if any. */
    private static Optional<ToolOutcome> await(
            Process process, Duration left, Limit limit, Supplier<Optional<String>> exceeded)
            throws InterruptedException {
        long start = System.nanoTime();
        while (true) {
            long rest = left.toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            if (process.waitFor(Math.min(Math.max(rest, 0), CHECK_INTERVAL.toMillis()), TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
            if (rest <= 0) {
                return Optional.of(new ToolOutcome.TimedOut(limit.total()));
            }
            Optional<String> reason = exceeded.get();
            if (reason.isPresent()) {
                return Optional.of(new ToolOutcome.Exceeded(reason.get()));
            }
        }
    }

    private static ToolOutcome outcome(int exitStatus) {
        return exitStatus == 0 ? new ToolOutcome.Succeeded() : new ToolOutcome.Failed(exitStatus);
    }

    private static Process start(List<String> command, Map<String, String> environment, Path directory) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException("starting " + command.getFirst() + ": " + e.getMessage(), e);
        }
    }

    /** Lists the descendants before it ends any process, because a child whose parent has ended can no longer be found. */
    private static void endTree(Process process) {
        try (Stream<ProcessHandle> children = process.descendants()) {
            List<ProcessHandle> all = children.toList();
            process.destroyForcibly();
            all.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static void copyLines(Process process, Consumer<String> log) {
        StringBuilder line = new StringBuilder();
        try (Reader output = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            char[] buffer = new char[8192];
            for (int read = output.read(buffer); read >= 0; read = output.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    append(buffer[i], line, log);
                }
            }
        } catch (IOException e) {
            log.accept("(the output could not be read to its end: " + e.getMessage() + ")");
        }
        flush(line, log);
    }

    private static void append(char c, StringBuilder line, Consumer<String> log) {
        if (c != '\n') {
            line.append(c);
        }
        if (c == '\n' || line.length() >= MAX_LINE_LENGTH) {
            flush(line, log);
        }
    }

    private static void flush(StringBuilder line, Consumer<String> log) {
        if (!line.isEmpty()) {
            log.accept(line.toString());
            line.setLength(0);
        }
    }
}
