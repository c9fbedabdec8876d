package dev.millrace.testbed.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A named process of this JVM's test bed with its own child processes. A small supervising shell reads a pipe that only this JVM keeps
 * open: when the JVM ends, even by SIGKILL, the pipe closes and the shell kills the process group. Ctrl-C reaches only the JVM.
 */
public final class ChildProcess {
    /** Generous, because a busy machine must not fail a test: a process that can't start usually ends, and that is noticed at once. */
    private static final Duration START_TIMEOUT = Duration.ofMinutes(4);

    private static final Duration END_TIMEOUT = Duration.ofMinutes(1);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int LOG_TAIL_LINES = 15;

    private static final String SUPERVISOR = """
            trap '' INT HUP
            pidfile=$1; shift
            exec 3<&0 </dev/null
            if command -v setsid >/dev/null 2>&1; then setsid "$@" 3<&- & else "$@" 3<&- & fi
            child=$!
            end() { kill -KILL -- -$child || kill -KILL $child; } 2>/dev/null
            (trap '' TERM; read -r nothing; end) <&3 >/dev/null 2>&1 &
            watcher=$!
            exec 3<&-
            echo $child >"$pidfile.new" && mv "$pidfile.new" "$pidfile"
            wait $child
            end
            kill -KILL $watcher 2>/dev/null
            """;

    /** Keeps the pipes open. The shutdown hook keeps this list alive even if the class loader is unloaded. */
    private static final List<Process> SUPERVISORS = new CopyOnWriteArrayList<>();

    private static final List<Runnable> AFTER_SHUTDOWN = new CopyOnWriteArrayList<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(new ShutdownTask(SUPERVISORS, AFTER_SHUTDOWN), "testbed-end"));
    }

    private final String name;

    /** Creates a handle of the process with this name, which this or another object may have started. */
    public ChildProcess(String name) {
        this.name = name;
    }

    static void afterAllEnded(Runnable action) {
        AFTER_SHUTDOWN.add(action);
    }

    /**
     * Starts it with its standard streams going to {@link #log()}.
     *
     * @param environment added to the environment of this JVM; an empty value removes the variable
     */
    public void start(List<String> command, Map<String, String> environment) {
        List<String> supervised = new ArrayList<>(
                List.of("/bin/sh", "-c", SUPERVISOR, name, pidFile().toString()));
        supervised.addAll(command);
        var builder = new ProcessBuilder(supervised)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        environment.forEach((key, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(key);
            } else {
                builder.environment().put(key, value);
            }
        });
        try {
            Files.deleteIfExists(pidFile());
            Process supervisor = builder.start();
            SUPERVISORS.add(supervisor);
            JvmState.put(name + ".supervisor", Long.toString(supervisor.pid()));
            await("starting " + name, START_TIMEOUT, () -> Files.exists(pidFile()));
        } catch (IOException e) {
            throw new PartUnavailable("could not start " + name + ": " + e.getMessage(), e);
        }
    }

    public boolean isAlive() {
        return supervisor().isPresent();
    }

    /** The process itself, if it runs. */
    public Optional<ProcessHandle> handle() {
        if (!isAlive() || !Files.exists(pidFile())) {
            return Optional.empty();
        }
        try {
            return ProcessHandle.of(Long.parseLong(Files.readString(pidFile()).strip()));
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the process id of " + name, e);
        }
    }

    /** Sends SIGKILL. Returns when the process and its children have ended. */
    public void kill() {
        handle().ifPresent(ProcessHandle::destroyForcibly);
        awaitEnd();
    }

    /** Sends SIGTERM. Returns when the process and its children have ended. */
    public void terminate() {
        handle().ifPresent(ProcessHandle::destroy);
        awaitEnd();
    }

    private void awaitEnd() {
        supervisor().ifPresent(supervisor -> {
            try {
                supervisor.onExit().get(END_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException(name + " did not end within " + END_TIMEOUT, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        SUPERVISORS.removeIf(process -> !process.isAlive());
    }

    private Optional<ProcessHandle> supervisor() {
        return JvmState.get(name + ".supervisor")
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)))
                .filter(ProcessHandle::isAlive);
    }

    /** Waits until the process is ready. If it ends before or takes too long, throws with the end of its log. */
    public void awaitReady(BooleanSupplier ready) {
        awaitReady(START_TIMEOUT, ready);
    }

    /** As {@link #awaitReady(BooleanSupplier)}, with another limit. */
    public void awaitReady(Duration timeout, BooleanSupplier ready) {
        await(name, timeout, () -> !isAlive() || ready.getAsBoolean());
        if (!isAlive()) {
            throw new PartUnavailable(name + " ended while starting" + logTail());
        }
    }

    private void await(String what, Duration timeout, BooleanSupplier done) {
        Instant deadline = Instant.now().plus(timeout);
        while (!done.getAsBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                throw new PartUnavailable(what + ": not ready after " + timeout.toSeconds() + " s" + logTail());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** The log of its standard streams, over all starts. */
    public Path log() {
        return JvmState.directory("logs").resolve(name + ".log");
    }

    private String logTail() {
        try {
            List<String> lines = new String(Files.readAllBytes(log()), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            List<String> tail = lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size());
            return tail.isEmpty() ? "" : ":\n  " + String.join("\n  ", tail);
        } catch (IOException e) {
            return "";
        }
    }

    private Path pidFile() {
        return JvmState.directory("run").resolve(name + ".pid");
    }
}
