package dev.millrace.builder.engine;

import dev.millrace.builder.engine.version.SafeVersions;
import dev.millrace.events.value.Platform;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The programs of an engine: their environment and their versions. */
public final class Programs {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int MAX_OUTPUT = 4096;

    private Programs() {}

    /** The platform of this host. */
    public static Platform ownPlatform() {
        String arch = System.getProperty("os.arch");
        return new Platform(
                "linux/" + Map.of("x86_64", "amd64", "aarch64", "arm64").getOrDefault(arch, arch));
    }

    /** The environment of all programs. It has nothing of this service's own environment, which holds credentials. */
    public static Map<String, String> environment(Path home) {
        return Map.of(
                "PATH",
                System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin") + ":/usr/sbin:/sbin",
                "HOME",
                home.toString(),
                "TMPDIR",
                Folders.createPrivate(home.resolve("tmp")).toString());
    }

    /**
     * Checks the version of a program.
     *
     * @throws EngineRefused if it is missing or below its minimum safe version
     */
    public static void check(SafeVersions versions, String command, Path home, Clock clock) {
        versions(versions, command, home, clock).ifPresent(reason -> {
            throw new EngineRefused(reason);
        });
    }

    private static Optional<String> versions(SafeVersions versions, String command, Path home, Clock clock) {
        StringBuilder output = new StringBuilder();
        try {
            BoundedProcess.run(
                    List.of(command, "--version"),
                    environment(home),
                    home,
                    Limit.startingNow(TIMEOUT, clock),
                    line -> append(output, line));
        } catch (UncheckedIOException e) {
            return Optional.of(versions.program() + " can't be run: " + e.getMessage() + "; install it");
        }
        return versions.refusal(output.toString()).map(reason -> reason + " (" + command + ")");
    }

    private static void append(StringBuilder output, String line) {
        if (output.length() + line.length() < MAX_OUTPUT) {
            output.append(line).append('\n');
        }
    }
}
