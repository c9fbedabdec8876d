package dev.millrace.testbed.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The state of the test bed in this JVM: one directory and a few values.
 *
 * <p>The values are system properties, because Quarkus loads tests and their resources in its own class loaders: every copy of these classes
 * must find the part that another copy has started, instead of starting a second one.
 */
public final class JvmState {
    private static final String PREFIX = "millrace.testbed.";
    private static final String DIRECTORY = "millrace-testbed-";

    private static final Object LOCK = lock("values");

    private JvmState() {}

    /** The lock for starting and ending the part with this name. It is interned, so that all class loaders share one object per JVM. */
    public static Object lock(String name) {
        return (PREFIX + name).intern();
    }

    public static Optional<String> get(String key) {
        return Optional.ofNullable(System.getProperty(PREFIX + key));
    }

    public static void put(String key, String value) {
        System.setProperty(PREFIX + key, value);
    }

    /** Returns the stored value of the key, or stores and returns the supplied one. */
    public static String remembered(String key, Supplier<String> first) {
        synchronized (LOCK) {
            return get(key).orElseGet(() -> {
                String value = first.get();
                put(key, value);
                return value;
            });
        }
    }

    /** Removes the value; the next call of {@link #remembered} supplies a new one. */
    public static void forget(String key) {
        System.clearProperty(PREFIX + key);
    }

    /** Returns 1, 2, 3 and so on for each call with this key. */
    public static int next(String key) {
        synchronized (LOCK) {
            int next = get(key).map(Integer::parseInt).orElse(0) + 1;
            put(key, Integer.toString(next));
            return next;
        }
    }

    /** A free port on 127.0.0.1, the same at each call with this key. */
    public static int port(String key) {
        return Integer.parseInt(remembered(key, () -> Integer.toString(FreePort.find())));
    }

    /** The directory of this JVM, removed when the JVM exits. Directories of crashed JVMs are removed here. */
    public static Path directory() {
        return Path.of(remembered("directory", JvmState::createDirectory));
    }

    /** A directory below {@link #directory()}, created if missing. */
    public static Path directory(String name) {
        try {
            return Files.createDirectories(directory().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException("could not create a directory for " + name, e);
        }
    }

    private static String createDirectory() {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            sweep(temporary);
            Path created = Files.createTempDirectory(
                    temporary, DIRECTORY + ProcessHandle.current().pid() + "-");
            ChildProcess.afterAllEnded(() -> delete(created));
            return created.toString();
        } catch (IOException e) {
            throw new UncheckedIOException("could not create a directory for the test bed in " + temporary, e);
        }
    }

    private static void sweep(Path temporary) throws IOException {
        List<Path> left;
        try (Stream<Path> all = Files.list(temporary)) {
            left = all.filter(path -> path.getFileName().toString().matches(DIRECTORY + "[0-9]+-.*"))
                    .toList();
        }
        for (Path path : left) {
            String pid =
                    path.getFileName().toString().substring(DIRECTORY.length()).replaceFirst("-.*", "");
            if (!ProcessHandle.of(Long.parseLong(pid))
                    .map(ProcessHandle::isAlive)
                    .orElse(false)) {
                delete(path);
            }
        }
    }

    /** Deletes a directory as far as possible; a later run removes the rest. */
    private static void delete(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            System.err.println("testbed: could not remove " + directory + ": " + e.getMessage());
        }
    }
}
