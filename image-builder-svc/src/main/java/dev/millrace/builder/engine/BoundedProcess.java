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
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Runs a tool, and ends it with all that it started when its time is over. It gets just the environment that is named here. */
final class BoundedProcess {
    private static final int LONGEST_LINE = 4096;
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private BoundedProcess() {}

    /**
     * Runs a tool to its end.
     *
     * @param log gets its output and its errors, line by line; longer lines come in pieces
     * @throws UncheckedIOException if it can't be started, or this thread is interrupted; nothing is left running
     */
    static ToolOutcome run(
            List<String> command, Map<String, String> environment, Path directory, Limit limit, Consumer<String> log) {
        Duration left = limit.left();
        if (left.isZero()) {
            return new ToolOutcome.OutOfTime(limit.total());
        }
        Process process = start(command, environment, directory);
        Thread reader = Thread.ofVirtual().start(() -> copyLines(process, log));
        try {
            boolean ended = process.waitFor(left.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                endTree(process);
            }
            reader.join(LAST_WORDS);
            return ended ? outcome(process.exitValue()) : new ToolOutcome.OutOfTime(limit.total());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("the service is stopping"));
        } finally {
            endTree(process);
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

    /** Children first noted, then all ended: a child whose parent goes first would be found no more. */
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
                    take(buffer[i], line, log);
                }
            }
        } catch (IOException e) {
            log.accept("(the output could not be read to its end: " + e.getMessage() + ")");
        }
        flush(line, log);
    }

    private static void take(char c, StringBuilder line, Consumer<String> log) {
        if (c != '\n') {
            line.append(c);
        }
        if (c == '\n' || line.length() >= LONGEST_LINE) {
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
