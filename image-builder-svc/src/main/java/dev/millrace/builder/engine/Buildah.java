package dev.millrace.builder.engine;

import dev.millrace.builder.registry.RegistryHost;
import dev.millrace.builder.registry.RegistryHosts;
import dev.millrace.events.value.ImageReference;
import dev.millrace.events.value.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Builds with {@code buildah}: no daemon, run as root with chroot isolation, images in its own storage. The caller runs one build at a
 * time, because cleaning up must not run during a build.
 */
public final class Buildah implements ImageEngine {
    private static final Logger LOG = Logger.getLogger(Buildah.class);
    private static final Duration CLEANUP_TIMEOUT = Duration.ofMinutes(5);
    private static final String POLICY = "{\"default\":[{\"type\":\"insecureAcceptAnything\"}]}\n";

    /** The size of an empty index: {@code []} and a line end. */
    private static final long EMPTY_JSON = 4;

    private final BuildahCommands commands;
    private final RegistryHosts registries;
    private final int maxCached;
    private final Clock clock;

    private Buildah(BuildahCommands commands, RegistryHosts registries, int maxCached, Clock clock) {
        this.commands = commands;
        this.registries = registries;
        this.maxCached = maxCached;
        this.clock = clock;
    }

    /**
     * Prepares a buildah with its storage and configuration below a folder.
     *
     * @param maxCached the number of images and layers above which the cache is emptied
     */
    public static Buildah in(Path home, String command, RegistryHosts registries, int maxCached, Clock clock) {
        BuildahCommands commands = new BuildahCommands(command, home.toAbsolutePath(), own());
        try {
            for (String folder : List.of("storage", "run", "tmp", "no-registries")) {
                Files.createDirectories(commands.home().resolve(folder));
            }
            Files.writeString(commands.policyFile(), POLICY);
            Files.writeString(commands.registriesFile(), registriesConf(registries));
        } catch (IOException e) {
            throw new UncheckedIOException("preparing buildah's folder " + home, e);
        }
        LoginFile.write(commands.pullLogins(), registries.pullLogins());
        return new Buildah(commands, registries, maxCached, clock);
    }

    static String registriesConf(RegistryHosts registries) {
        return "unqualified-search-registries = []\n"
                + registries.all().stream()
                        .filter(RegistryHost::insecure)
                        .map(registry -> "[[registry]]\nlocation = \"" + registry.host() + "\"\ninsecure = true\n")
                        .collect(Collectors.joining());
    }

    private static Platform own() {
        String arch = System.getProperty("os.arch");
        return new Platform(
                "linux/" + Map.of("x86_64", "amd64", "aarch64", "arm64").getOrDefault(arch, arch));
    }

    @Override
    public String name() {
        return "buildah";
    }

    @Override
    public Platform ownPlatform() {
        return commands.own();
    }

    @Override
    public ToolOutcome test(Recipe recipe, String stage, Limit limit, Consumer<String> log) {
        return run(commands.build(recipe, Optional.of(stage), limit.left()), limit, log);
    }

    @Override
    public ToolOutcome build(Recipe recipe, Limit limit, Consumer<String> log) {
        return run(commands.build(recipe, Optional.empty(), limit.left()), limit, log);
    }

    @Override
    public ToolOutcome push(Recipe recipe, ImageReference destination, Limit limit, Consumer<String> log) {
        Path file = commands.home().resolve("push-auth.json");
        try (LoginFile logins = LoginFile.write(file, registries.pushLogins(destination.name()))) {
            return run(commands.push(recipe, destination, logins.path(), limit.left()), limit, log);
        }
    }

    /** Returns true if the tool can be run. */
    public boolean runs() {
        try {
            Limit limit = Limit.startingNow(Duration.ofSeconds(20), clock);
            return run(commands.version(limit.left()), limit, line -> {}) instanceof ToolOutcome.Succeeded;
        } catch (UncheckedIOException e) {
            LOG.warnf("buildah does not run: error=%s", e.getMessage());
            return false;
        }
    }

    @Override
    public void cleanUp() {
        Limit limit = Limit.startingNow(CLEANUP_TIMEOUT, clock);
        if (size(commands.store().resolve("vfs-containers/containers.json")) > EMPTY_JSON) {
            warnOnFailure(run(commands.removeContainers(limit.left()), limit, LOG::debug));
        }
        if (count(commands.store().resolve("vfs/dir")) > maxCached) {
            LOG.infof("build cache full, emptying it: limit=%d", maxCached);
            warnOnFailure(run(commands.removeImages(limit.left()), limit, LOG::debug));
        }
    }

    private static void warnOnFailure(ToolOutcome outcome) {
        if (!(outcome instanceof ToolOutcome.Succeeded)) {
            LOG.warnf("cleanup of the buildah storage failed: outcome=%s", outcome);
        }
    }

    private static long size(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException("reading buildah's storage", e);
        }
    }

    private static long count(Path folder) {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.count();
        } catch (IOException e) {
            throw new UncheckedIOException("reading buildah's storage", e);
        }
    }

    private ToolOutcome run(List<String> command, Limit limit, Consumer<String> log) {
        return BoundedProcess.run(command, environment(), commands.home(), limit, log);
    }

    /** The environment of a build. It has nothing of this service's own environment, which holds credentials. */
    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"));
        environment.put("HOME", commands.home().toString());
        environment.put("TMPDIR", commands.home().resolve("tmp").toString());
        environment.put("XDG_RUNTIME_DIR", commands.home().resolve("run").toString());
        environment.put("BUILDAH_ISOLATION", "chroot");
        return environment;
    }
}
