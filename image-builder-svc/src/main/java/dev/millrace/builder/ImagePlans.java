package dev.millrace.builder;

import dev.millrace.builder.configuration.BuildConfiguration;
import dev.millrace.builder.configuration.BuildConfigurationReader;
import dev.millrace.builder.configuration.ConfigurationOutcome;
import dev.millrace.builder.configuration.ImageSpec;
import dev.millrace.builder.configuration.spec.ImageTest;
import dev.millrace.builder.engine.ImageEngine.Ability;
import dev.millrace.builder.plan.DefaultImage;
import dev.millrace.builder.plan.DockerfileStages;
import dev.millrace.builder.plan.ImagePlan;
import dev.millrace.builder.plan.ImageSelection;
import dev.millrace.builder.plan.VisibleTags;
import dev.millrace.builder.plan.rights.RepositoryRights;
import dev.millrace.builder.publish.BuildFailure;
import dev.millrace.builder.publish.BuildReports;
import dev.millrace.builder.registry.RegistryHosts;
import dev.millrace.builder.source.ChangedPaths;
import dev.millrace.builder.source.NearestTag;
import dev.millrace.builder.source.SourceFile;
import dev.millrace.builder.source.SourceRepository;
import dev.millrace.events.BuildFailed;
import dev.millrace.events.Event;
import dev.millrace.events.Source;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Platform;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.value.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads the build configuration of a commit and plans its images. */
public final class ImagePlans {
    private final RegistryHosts registries;
    private final Map<RepositoryId, RepositoryRights> rights;
    private final Platform own;
    private final Supplier<Set<Ability>> abilities;
    private final Clock clock;

    /**
     * Creates plans for an engine.
     *
     * @param own the default platform of the engine
     * @param abilities of the engine; known once it is started
     */
    public ImagePlans(
            RegistryHosts registries,
            Map<RepositoryId, RepositoryRights> rights,
            Platform own,
            Supplier<Set<Ability>> abilities,
            Clock clock) {
        this.registries = registries;
        this.rights = Map.copyOf(rights);
        this.own = own;
        this.abilities = abilities;
        this.clock = clock;
    }

    /** Returns the configuration of a commit: its file or, without one, the default for the Dockerfile at its root. */
    ConfigurationOutcome configuration(SourceRepository repository, Source source) {
        return switch (repository.read(source.commit(), BuildConfiguration.FILE, BuildConfiguration.MAX_BYTES)) {
            case SourceFile.Content(byte[] file) -> BuildConfigurationReader.read(file);
            case SourceFile.TooLarge large -> new ConfigurationOutcome.TooLarge(large.reason());
            case SourceFile.Absent absent -> defaultConfiguration(repository, source);
        };
    }

    private ConfigurationOutcome defaultConfiguration(SourceRepository repository, Source source) {
        if (dockerfile(repository, source, DefaultImage.DOCKERFILE) instanceof SourceFile.Absent) {
            return new ConfigurationOutcome.Absent();
        }
        RepositoryRights mine = rights(repository);
        return mine.defaultImage()
                .<ConfigurationOutcome>map(name -> new ConfigurationOutcome.Valid(DefaultImage.configuration(name)))
                .orElseGet(() -> new ConfigurationOutcome.Unnamed(mine.missingDefault()));
    }

    private static SourceFile dockerfile(SourceRepository repository, Source source, String path) {
        return repository.read(source.commit(), path, BuildConfiguration.MAX_DOCKERFILE_BYTES);
    }

    /**
     * Returns a plan for each image that can be built, and publishes a failure for each other one. Images that the ref or the changes don't
     * concern are left out.
     *
     * @param changes the paths that changed since an image was last built for this ref
     */
    List<ImagePlan> of(
            SourceRepository repository,
            Source source,
            BuildConfiguration configuration,
            Function<ImageName, ChangedPaths> changes,
            Consumer<Event> publish) {
        Dockerfiles dockerfiles = new Dockerfiles(repository, source, configuration);
        Optional<NearestTag> nearestTag =
                VisibleTags.needNearestTag(configuration) && !source.ref().isTag()
                        ? repository.nearestTag(source.commit(), configuration.describeMatch())
                        : Optional.empty();
        List<ImagePlan> plans = new ArrayList<>();
        for (ImageSpec spec : configuration.images()) {
            if (!ImageSelection.includes(configuration, spec, source.ref(), changes.apply(spec.name()))) {
                continue;
            }
            List<Tag> tags = VisibleTags.of(configuration, spec, source, nearestTag);
            Optional<String> problem = tags.isEmpty()
                    ? Optional.of("no template of 'tagPattern' has a value on " + source.ref()
                            + "; add one such as {short}, or limit the refs by 'on'")
                    : problem(repository, spec, dockerfiles);
            if (problem.isPresent()) {
                publish.accept(failed(source, configuration, spec, problem.get()));
                continue;
            }
            ImagePlan plan = ImagePlan.of(
                    source, repository.address(), configuration, spec, tags, own, dockerfiles.haveTestStage(spec));
            if (!plan.isTestOnly() || !plan.tests().isEmpty()) {
                plans.add(plan);
            }
        }
        return plans;
    }

    private Optional<String> problem(SourceRepository repository, ImageSpec spec, Dockerfiles dockerfiles) {
        if (registries.of(spec.name()).isEmpty()) {
            return Optional.of("the registry " + spec.name().registry()
                    + " is not configured; add it to millrace.builder.registries or change the image name");
        }
        return rights(repository)
                .problem(spec)
                .or(() -> dockerfiles.problem(spec))
                .or(() -> EngineGaps.of(spec, abilities.get()));
    }

    private RepositoryRights rights(SourceRepository repository) {
        return Optional.ofNullable(rights.get(repository.id()))
                .orElseThrow(() -> new IllegalStateException("no rights of " + repository.id() + " are configured"));
    }

    private BuildFailed failed(Source source, BuildConfiguration configuration, ImageSpec spec, String problem) {
        Instant now = clock.instant();
        BuildFailure failure = BuildFailure.of(
                BuildFailed.Stage.CONFIGURATION, BuildConfiguration.FILE + ": image " + spec.name() + ": " + problem);
        return BuildReports.failed(source, spec.name(), configuration.hashFor(spec), failure, now);
    }

    /** The Dockerfiles of a commit, each read once; their content is not kept. */
    private static final class Dockerfiles {
        /**
         * A Dockerfile.
         *
         * @param problem the reason why it can't be used
         * @param stages the names of its stages in lower case
         */
        private record Dockerfile(Optional<String> problem, Set<String> stages) {
            static Dockerfile of(String path, SourceFile file) {
                return switch (file) {
                    case SourceFile.Absent absent -> new Dockerfile(Optional.of("no Dockerfile at " + path), Set.of());
                    case SourceFile.TooLarge large -> new Dockerfile(Optional.of(large.reason()), Set.of());
                    case SourceFile.Content content ->
                        new Dockerfile(Optional.empty(), DockerfileStages.names(content.bytes()));
                };
            }

            boolean has(String stage) {
                return stages.contains(stage.toLowerCase(Locale.ROOT));
            }
        }

        private final Map<String, Dockerfile> files = new HashMap<>();
        private final Optional<String> testStage;

        Dockerfiles(SourceRepository repository, Source source, BuildConfiguration configuration) {
            this.testStage = configuration.testStage();
            for (ImageSpec spec : configuration.images()) {
                files.computeIfAbsent(
                        spec.dockerfilePath(), path -> Dockerfile.of(path, dockerfile(repository, source, path)));
            }
        }

        boolean haveTestStage(ImageSpec spec) {
            return testStage.filter(stage -> has(spec, stage)).isPresent();
        }

        Optional<String> problem(ImageSpec spec) {
            return file(spec).problem().or(() -> missingStage(spec));
        }

        private Optional<String> missingStage(ImageSpec spec) {
            if (testStage.isPresent() && files.values().stream().noneMatch(file -> file.has(testStage.get()))) {
                return Optional.of("no Dockerfile has the test stage '" + testStage.get() + "'");
            }
            return spec.tests().stream()
                    .flatMap(test ->
                            test instanceof ImageTest.Stage(String stage, Optional<String> junit) && !has(spec, stage)
                                    ? Optional.of(stage).stream()
                                    : Optional.<String>empty().stream())
                    .findFirst()
                    .map(stage -> spec.dockerfilePath() + " has no stage '" + stage + "' for its tests");
        }

        private boolean has(ImageSpec spec, String stage) {
            return file(spec).has(stage);
        }

        private Dockerfile file(ImageSpec spec) {
            return Optional.ofNullable(files.get(spec.dockerfilePath())).orElseThrow();
        }
    }
}
