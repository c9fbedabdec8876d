package dev.millrace.builder.engine.buildkit.daemon;

import dev.millrace.builder.engine.Folders;
import dev.millrace.builder.engine.Programs;
import dev.millrace.messaging.loop.Loops;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * {@code buildkitd}, started again whenever it ends. It runs in a process namespace of its own, and its parent there ends with this service: the
 * kernel then ends all processes of builds.
 */
public final class Daemon implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Daemon.class);
    private static final Duration MIN_PAUSE = Duration.ofMillis(200);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(30);
    private static final Duration STABLE = Duration.ofMinutes(1);
    private static final Duration STOP_GRACE = Duration.ofSeconds(10);
    private static final Duration PROBE_INTERVAL = Duration.ofMillis(20);
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final long MAX_LOG_BYTES = 16L << 20;

    private final DaemonFiles files;
    private final String program;
    private final FolderLock lock;
    private final Duration startLimit;
    private final Thread supervisor;
    private volatile Loops.@Nullable Loop loop;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch firstAttempt = new CountDownLatch(1);
    private final AtomicReference<DaemonState> state =
            new AtomicReference<>(new DaemonState.Unavailable("buildkitd is starting"));

    private Daemon(DaemonFiles files, String program, FolderLock lock, Duration startLimit) {
        this.files = files;
        this.program = program;
        this.lock = lock;
        this.startLimit = startLimit;
        // A platform thread: the kernel sends the parent's death signal when the thread that started the process ends.
        this.supervisor = Thread.ofPlatform().daemon().name("buildkitd").unstarted(this::supervise);
    }

    /** Takes a daemon's folder and ends a daemon that an earlier process left there. */
    public static Daemon in(Path home, Path runtime, String program) {
        return in(home, runtime, program, START_LIMIT);
    }

    /** @param startLimit the time after which a daemon that does not answer is started again */
    static Daemon in(Path home, Path runtime, String program, Duration startLimit) {
        DaemonFiles files = new DaemonFiles(Folders.createPrivate(home), runtime);
        FolderLock lock = FolderLock.take(files.lock());
        FolderLock.endRecorded(files.process());
        return new Daemon(files, program, lock, startLimit);
    }

    public DaemonFiles files() {
        return files;
    }

    /** Starts the daemon and returns when it answers, or has failed once. */
    public void start(DaemonSettings settings) {
        try {
            Files.writeString(files.configuration(), new DaemonConfiguration(files, settings).toml());
        } catch (IOException e) {
            throw new UncheckedIOException("writing the configuration of buildkitd", e);
        }
        loop = Loops.register("buildkitd", supervisor);
        supervisor.start();
        try {
            firstAttempt.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The reason why it doesn't answer; empty if it does. */
    public Optional<String> problem() {
        return switch (state.get()) {
            case DaemonState.Unavailable unavailable -> Optional.of(unavailable.reason());
            case DaemonState.Closed closed -> Optional.of("buildkitd is stopped");
            case DaemonState.Running running ->
                running.process().isAlive() ? Optional.empty() : Optional.of("buildkitd has ended");
        };
    }

    /** The running process; changes when it is started again. */
    public Optional<ProcessHandle> process() {
        return state.get() instanceof DaemonState.Running running
                ? Optional.of(running.process().toHandle()).filter(ProcessHandle::isAlive)
                : Optional.empty();
    }

    private void supervise() {
        Duration pause = MIN_PAUSE;
        try {
            do {
                long start = System.nanoTime();
                String reason = runOnce();
                pause = pauseAfter(Duration.ofNanos(System.nanoTime() - start), pause);
                if (state.get() instanceof DaemonState.Closed) {
                    return;
                }
                LOG.warnf("buildkitd ended, starting it again: pause=%s error=%s", pause, reason);
                state.set(new DaemonState.Unavailable(reason));
                firstAttempt.countDown();
            } while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            firstAttempt.countDown();
        }
    }

    /** Returns the pause before the next start: twice the last one, unless the daemon ran for a while. */
    static Duration pauseAfter(Duration run, Duration last) {
        if (run.compareTo(STABLE) > 0) {
            return MIN_PAUSE;
        }
        Duration next = last.multipliedBy(2);
        return next.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : next;
    }

    /** Runs the daemon until it ends, and returns the reason. */
    private String runOnce() throws InterruptedException {
        try {
            Process process = launch();
            try {
                FolderLock.record(files.process(), process.toHandle());
                if (!awaitSocket(process)) {
                    return "buildkitd did not answer within " + startLimit + "; its log is " + files.log();
                }
                if (state.get() instanceof DaemonState.Closed) {
                    return "buildkitd is stopped";
                }
                return "buildkitd ended with status " + process.waitFor() + "; its log is " + files.log();
            } finally {
                end(process);
            }
        } catch (IOException | RuntimeException | Error e) { // the loop around it starts the daemon again
            return "buildkitd can't be started: " + e.getMessage();
        }
    }

    private Process launch() throws IOException {
        Files.deleteIfExists(files.socket());
        ProcessBuilder builder = new ProcessBuilder(
                        "setpriv",
                        "--pdeathsig",
                        "KILL",
                        "unshare",
                        "--pid",
                        "--fork",
                        "--kill-child=KILL",
                        "--mount-proc",
                        program,
                        "--config",
                        files.configuration().toString())
                .directory(files.home().toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(Programs.environment(files.home()));
        builder.environment()
                .put("TMPDIR", Folders.createPrivate(files.temporary()).toString());
        Process process = builder.start();
        process.getOutputStream().close();
        DaemonLog log = new DaemonLog(files.log(), MAX_LOG_BYTES);
        Thread.ofVirtual().name("buildkitd-log").start(() -> log.copy(process.getInputStream()));
        return process;
    }

    /** Returns false if the daemon lives and does not answer within its limit. */
    private boolean awaitSocket(Process process) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (process.isAlive() && closing.getCount() > 0) {
            if (answers()) {
                // Otherwise each command gets this socket of the daemon.
                Files.deleteIfExists(files.traces());
                state.updateAndGet(now -> now instanceof DaemonState.Closed ? now : new DaemonState.Running(process));
                firstAttempt.countDown();
                return true;
            }
            if (System.nanoTime() - start > startLimit.toNanos()) {
                return false;
            }
            process.waitFor(PROBE_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        }
        return true;
    }

    /** Returns true if this process is still the daemon, and answers. */
    public boolean isStill(ProcessHandle process) {
        return process().equals(Optional.of(process)) && answers();
    }

    private boolean answers() {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(files.socket()));
        } catch (IOException e) {
            return false;
        }
    }

    /** Lets the daemon close its databases; then the kernel ends what is left in its process namespace. */
    private static void end(Process process) throws InterruptedException {
        List<ProcessHandle> daemons = process.children().toList();
        daemons.forEach(ProcessHandle::destroy);
        if (!process.waitFor(STOP_GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    @Override
    public void close() {
        DaemonState before = state.getAndSet(new DaemonState.Closed());
        Optional.ofNullable(loop).ifPresent(Loops.Loop::close);
        closing.countDown();
        try {
            if (before instanceof DaemonState.Running running) {
                end(running.process());
            }
            if (supervisor.isAlive()) {
                supervisor.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.close();
        }
    }
}
