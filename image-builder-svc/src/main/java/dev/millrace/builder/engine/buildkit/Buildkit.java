package dev.millrace.builder.engine.buildkit;

import dev.millrace.builder.engine.BoundedProcess;
import dev.millrace.builder.engine.BuildOutcome;
import dev.millrace.builder.engine.CacheUse;
import dev.millrace.builder.engine.ExportOutcome;
import dev.millrace.builder.engine.Folders;
import dev.millrace.builder.engine.ImageEngine;
import dev.millrace.builder.engine.Limit;
import dev.millrace.builder.engine.Network;
import dev.millrace.builder.engine.Programs;
import dev.millrace.builder.engine.Recipe;
import dev.millrace.builder.engine.ToolOutcome;
import dev.millrace.builder.engine.buildkit.limits.BuildGroup;
import dev.millrace.builder.engine.buildkit.limits.ControlGroups;
import dev.millrace.builder.engine.version.SafeVersions;
import dev.millrace.events.value.Platform;
import dev.millrace.registry.Login;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Builds with BuildKit: {@code buildkitd} as a child process, driven by {@code buildctl}. Builds may run in parallel. */
public final class Buildkit implements ImageEngine {
    private static final Logger LOG = Logger.getLogger(Buildkit.class);
    private static final Duration CLEANUP_TIMEOUT = Duration.ofMinutes(5);

    private static final String DOCKER_HUB = "docker.io";
    private static final String DOCKER_HUB_LOGIN = "https://index.docker.io/v1/";

    private final BuildkitSettings settings;
    private final Path home;
    private final Map<String, Login> pullLogins;
    private final Clock clock;
    private final CacheUse cache = new CacheUse();
    private volatile Optional<Session> session = Optional.empty();

    /**
     * An engine that is not started.
     *
     * @param pullLogins the logins with which base images are read, by host
     */
    public Buildkit(BuildkitSettings settings, Map<String, Login> pullLogins, Clock clock) {
        this.settings = settings;
        this.home = settings.home().toAbsolutePath();
        this.pullLogins = new TreeMap<>(pullLogins);
        Optional.ofNullable(this.pullLogins.remove(DOCKER_HUB))
                .ifPresent(login -> this.pullLogins.put(DOCKER_HUB_LOGIN, login));
        this.clock = clock;
    }

    @Override
    public String name() {
        return "buildkit";
    }

    @Override
    public boolean attests() {
        return true;
    }

    @Override
    public Platform ownPlatform() {
        return Programs.ownPlatform();
    }

    @Override
    public synchronized void start() {
        if (session.isPresent()) {
            return;
        }
        Folders.createPrivate(home);
        Programs.check(SafeVersions.BUILDKITD, settings.programs().buildkitd(), home, clock);
        Programs.check(SafeVersions.BUILDCTL, settings.programs().buildctl(), home, clock);
        Programs.check(SafeVersions.RUNC, settings.programs().runc(), home, clock);
        session = Optional.of(Session.start(settings, home, clock));
    }

    @Override
    public Optional<String> problem() {
        Optional<Session> current = session;
        return current.isEmpty()
                ? Optional.of("buildkitd is not started")
                : current.get().daemon().problem();
    }

    /** An engine that isn't started yet has all abilities: whether the host lets it create control groups is known after the start. */
    @Override
    public Set<Ability> abilities() {
        return session.isEmpty() || session.flatMap(Buildkit::ownLimits).isPresent()
                ? EnumSet.allOf(Ability.class)
                : EnumSet.of(Ability.EXPORT);
    }

    @Override
    public ToolOutcome test(Recipe recipe, String stage, Limit limit, Consumer<String> log) {
        return cache.build(() -> {
            try (BuildctlRun run = run(recipe)) {
                return run.build(Optional.of(stage), limit, log);
            }
        });
    }

    @Override
    public ExportOutcome export(Recipe recipe, String stage, TarFile target, Limit limit, Consumer<String> log) {
        return cache.build(() -> {
            try (BuildctlRun run = run(recipe)) {
                return run.export(stage, target, limit, log);
            }
        });
    }

    @Override
    public BuildOutcome build(Recipe recipe, Limit limit, Consumer<String> log) {
        return cache.build(() -> image(recipe, limit, log));
    }

    private BuildOutcome image(Recipe recipe, Limit limit, Consumer<String> log) {
        try (BuildctlRun run = run(recipe)) {
            try {
                return switch (run.build(Optional.empty(), limit, log)) {
                    case ToolOutcome.Succeeded succeeded ->
                        new BuildOutcome.Built(AttestationSplit.split(run.layout()));
                    case ToolOutcome.Failure failure -> {
                        Folders.delete(run.layout());
                        yield new BuildOutcome.NotBuilt(failure);
                    }
                };
            } catch (RuntimeException e) { // a cancelled build leaves a part of its image
                Folders.delete(run.layout());
                throw e;
            }
        }
    }

    private BuildctlRun run(Recipe recipe) {
        Session current = session.orElseThrow(Buildkit::notRunning);
        if (current.network().isEmpty() && recipe.sandbox().network() != Network.NONE) {
            throw new IllegalArgumentException(
                    "the build asks for a network, but millrace.builder.buildkit.network is none");
        }
        Optional<BuildGroup> group = group(current, recipe.sandbox());
        try {
            BuildInputs inputs =
                    BuildInputs.write(home, recipe, policy(recipe), pullLogins, group.map(BuildGroup::path));
            return new BuildctlRun(current.daemon(), command(current), home, recipe, inputs, group);
        } catch (RuntimeException e) {
            group.ifPresent(BuildGroup::close);
            throw e;
        }
    }

    private static Optional<ControlGroups> ownLimits(Session current) {
        return current.groups().filter(ControlGroups::allowOwnLimits);
    }

    private static Optional<BuildGroup> group(Session current, Recipe.Sandbox sandbox) {
        if (!sandbox.resources().equals(Recipe.Resources.UNLIMITED)
                && ownLimits(current).isEmpty()) {
            // planned before the engine had started; planned again, it is refused by name
            throw new UncheckedIOException(
                    new IOException(
                            "the build asks for limits of its own, but this host lets the service create no control group for it"));
        }
        if (current.groups().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(current.groups().get().claim(sandbox.cacheNamespace(), sandbox.resources()));
        } catch (IOException e) {
            throw new UncheckedIOException("creating the control group of a build", e);
        }
    }

    private SourcePolicy policy(Recipe recipe) {
        BuildkitSettings.Downloads downloads = settings.downloads();
        List<String> hosts = recipe.sandbox().network() == Network.NONE ? List.of() : downloads.hosts();
        return new SourcePolicy(
                hosts, downloads.registries().stream().map(one -> one.host()).toList());
    }

    private static UncheckedIOException notRunning() {
        return new UncheckedIOException(new IOException("the image engine is not running: buildkitd is not started"));
    }

    /**
     * Removes the oldest parts of the cache above its limit. While BuildKit measures a cache mount, a command that asks for it gets an empty one,
     * so no build runs meanwhile.
     */
    @Override
    public void cleanUp() {
        session.filter(one -> one.daemon().problem().isEmpty()).ifPresent(current -> cache.clean(() -> prune(current)));
    }

    private void prune(Session current) {
        ToolOutcome outcome = BoundedProcess.run(
                command(current).prune(settings.limits().cacheBytes()),
                Programs.environment(home),
                home,
                Limit.startingNow(CLEANUP_TIMEOUT, clock),
                LOG::debug);
        if (!(outcome instanceof ToolOutcome.Succeeded)) {
            LOG.warnf("cleanup of the build cache failed: outcome=%s", outcome);
        }
    }

    private BuildctlCommand command(Session current) {
        return new BuildctlCommand(
                settings.programs().buildctl(), current.daemon().files().address(), settings.sbomGenerator());
    }

    @Override
    public synchronized void close() {
        session.ifPresent(Session::close);
        session = Optional.empty();
    }
}
