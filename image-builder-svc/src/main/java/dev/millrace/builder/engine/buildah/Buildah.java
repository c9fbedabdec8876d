package dev.millrace.builder.engine.buildah;

import dev.millrace.builder.engine.BoundedProcess;
import dev.millrace.builder.engine.BuildOutcome;
import dev.millrace.builder.engine.CacheUse;
import dev.millrace.builder.engine.ExportOutcome;
import dev.millrace.builder.engine.Folders;
import dev.millrace.builder.engine.ImageEngine;
import dev.millrace.builder.engine.Limit;
import dev.millrace.builder.engine.LoginFile;
import dev.millrace.builder.engine.OciLayout;
import dev.millrace.builder.engine.Programs;
import dev.millrace.builder.engine.Recipe;
import dev.millrace.builder.engine.ToolOutcome;
import dev.millrace.builder.engine.version.SafeVersions;
import dev.millrace.builder.registry.RegistryHost;
import dev.millrace.builder.registry.RegistryHosts;
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
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Builds with {@code buildah}: no daemon, images in its own storage. Its commands run with chroot isolation, which separates less than BuildKit does:
 * they are on the network of the service.
 */
public final class Buildah implements ImageEngine {
    private static final Logger LOG = Logger.getLogger(Buildah.class);
    private static final Duration CLEANUP_TIMEOUT = Duration.ofMinutes(5);
    private static final String POLICY = "{\"default\":[{\"type\":\"insecureAcceptAnything\"}]}\n";

    /** The size of an empty index: {@code []} and a line end. */
    private static final long EMPTY_JSON = 4;

    private final BuildahCommands commands;
    private final int maxCached;
    private final Clock clock;
    private final CacheUse cache = new CacheUse();

    private Buildah(BuildahCommands commands, int maxCached, Clock clock) {
        this.commands = commands;
        this.maxCached = maxCached;
        this.clock = clock;
    }

    /**
     * Prepares a buildah with its storage and configuration below a folder.
     *
     * @param maxCached the number of images and layers above which the cache is emptied
     */
    public static Buildah in(Path home, String command, RegistryHosts registries, int maxCached, Clock clock) {
        BuildahCommands commands = new BuildahCommands(command, home.toAbsolutePath());
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
        return new Buildah(commands, maxCached, clock);
    }

    static String registriesConf(RegistryHosts registries) {
        return "unqualified-search-registries = []\n"
                + registries.all().stream()
                        .filter(RegistryHost::insecure)
                        .map(registry -> "[[registry]]\nlocation = \"" + registry.host() + "\"\ninsecure = true\n")
                        .collect(Collectors.joining());
    }

    @Override
    public String name() {
        return "buildah";
    }

    @Override
    public boolean attests() {
        return false;
    }

    @Override
    public Platform ownPlatform() {
        return Programs.ownPlatform();
    }

    @Override
    public ToolOutcome test(Recipe recipe, String stage, Limit limit, Consumer<String> log) {
        checked(recipe);
        return cache.build(() -> run(commands.build(recipe, Optional.of(stage), limit.left()), limit, log));
    }

    @Override
    public void start() {
        Programs.check(SafeVersions.BUILDAH, commands.buildah(), commands.home(), clock);
    }

    @Override
    public Optional<String> problem() {
        return Optional.empty();
    }

    @Override
    public Set<Ability> abilities() {
        return Set.of();
    }

    @Override
    public ExportOutcome export(Recipe recipe, String stage, TarFile target, Limit limit, Consumer<String> log) {
        throw new IllegalArgumentException(
                "the export of a stage needs BuildKit; set millrace.builder.engine=buildkit");
    }

    @Override
    public BuildOutcome build(Recipe recipe, Limit limit, Consumer<String> log) {
        checked(recipe);
        return cache.build(() -> image(recipe, limit, log));
    }

    private BuildOutcome image(Recipe recipe, Limit limit, Consumer<String> log) {
        ToolOutcome built = run(commands.build(recipe, Optional.empty(), limit.left()), limit, log);
        if (built instanceof ToolOutcome.Failure failure) {
            return new BuildOutcome.NotBuilt(failure);
        }
        Path layout = Folders.createPrivate(commands.home().resolve("images")).resolve(recipe.id());
        Folders.delete(layout);
        return switch (run(commands.export(recipe, layout, limit.left()), limit, log)) {
            case ToolOutcome.Succeeded succeeded -> new BuildOutcome.Built(OciLayout.in(layout));
            case ToolOutcome.Failure failure -> new BuildOutcome.NotBuilt(failure);
        };
    }

    private static void checked(Recipe recipe) {
        if (!recipe.sandbox().secrets().isEmpty()) {
            throw new IllegalArgumentException("secrets of builds need BuildKit; set millrace.builder.engine=buildkit");
        }
        if (!recipe.sandbox().resources().equals(Recipe.Resources.UNLIMITED)) {
            throw new IllegalArgumentException(
                    "limits of one build need BuildKit; set millrace.builder.engine=buildkit");
        }
    }

    @Override
    public void close() {}

    @Override
    public void cleanUp() {
        cache.clean(this::removeLeftovers);
    }

    private void removeLeftovers() {
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
        Map<String, String> environment = new HashMap<>(Programs.environment(commands.home()));
        environment.put("XDG_RUNTIME_DIR", commands.home().resolve("run").toString());
        environment.put("BUILDAH_ISOLATION", "chroot");
        return BoundedProcess.run(command, environment, commands.home(), limit, log);
    }
}
