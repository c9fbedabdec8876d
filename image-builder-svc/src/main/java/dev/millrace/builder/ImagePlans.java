package dev.millrace.builder;

import dev.millrace.builder.configuration.BuildConfiguration;
import dev.millrace.builder.configuration.ImageSpec;
import dev.millrace.builder.configuration.TagRule;
import dev.millrace.builder.plan.DockerfileStages;
import dev.millrace.builder.plan.ImagePlan;
import dev.millrace.builder.plan.TagNames;
import dev.millrace.builder.publish.BuildFailure;
import dev.millrace.builder.publish.BuildReports;
import dev.millrace.builder.registry.RegistryHosts;
import dev.millrace.builder.source.Described;
import dev.millrace.builder.source.SourceRepository;
import dev.millrace.events.BuildFailed;
import dev.millrace.events.Event;
import dev.millrace.events.Source;
import dev.millrace.events.value.Platform;
import dev.millrace.events.value.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Gathers what the plans of a commit need to know. */
public final class ImagePlans {
    private final RegistryHosts registries;
    private final Platform own;
    private final Clock clock;

    public ImagePlans(RegistryHosts registries, Platform own, Clock clock) {
        this.registries = registries;
        this.own = own;
        this.clock = clock;
    }

    /** One plan for each image that can be made; of each other one it is told why not. */
    List<ImagePlan> of(
            SourceRepository repository, Source source, BuildConfiguration configuration, Consumer<Event> tell) {
        Optional<Described> described =
                configuration.tagRule() == TagRule.DESCRIBE ? repository.describe(source.commit()) : Optional.empty();
        Tag tag = TagNames.of(configuration.tagRule(), source, described);
        Map<ImageSpec, byte[]> dockerfiles = dockerfiles(repository, source, configuration);
        boolean stageIsNowhere = configuration.testStage().isPresent()
                && dockerfiles.values().stream().noneMatch(text -> hasTestStage(configuration, text));
        List<ImagePlan> plans = new ArrayList<>();
        for (ImageSpec spec : configuration.images()) {
            Optional<byte[]> dockerfile = Optional.ofNullable(dockerfiles.get(spec));
            boolean tested = dockerfile.isPresent() && hasTestStage(configuration, dockerfile.get());
            ImagePlan plan = ImagePlan.of(source, repository.address(), configuration, spec, tag, own, tested);
            String stage = stageIsNowhere ? configuration.testStage().orElse("") : "";
            Optional<String> problem = problem(spec, dockerfile.isPresent(), stage);
            if (problem.isPresent()) {
                tell.accept(failed(plan, problem.get()));
            } else {
                plans.add(plan);
            }
        }
        return plans;
    }

    private Optional<String> problem(ImageSpec spec, boolean hasDockerfile, String missingStage) {
        if (registries.of(spec.name()).isEmpty()) {
            return Optional.of("the registry " + spec.name().registry() + " is not configured here");
        }
        if (!hasDockerfile) {
            return Optional.of("there is no " + path(spec));
        }
        return missingStage.isEmpty()
                ? Optional.empty()
                : Optional.of("no Dockerfile has a stage '" + missingStage + "' to run the tests in");
    }

    private BuildFailed failed(ImagePlan plan, String problem) {
        Instant now = clock.instant();
        BuildFailure failure = BuildFailure.of(
                BuildFailed.Stage.CONFIGURATION, BuildConfiguration.FILE + ": image " + plan.image() + ": " + problem);
        return BuildReports.failed(plan, failure, "", now, now);
    }

    private static Map<ImageSpec, byte[]> dockerfiles(
            SourceRepository repository, Source source, BuildConfiguration configuration) {
        Map<ImageSpec, byte[]> texts =
                new TreeMap<>(Comparator.comparing(spec -> spec.name().value()));
        for (ImageSpec spec : configuration.images()) {
            repository.read(source.commit(), path(spec)).ifPresent(text -> texts.put(spec, text));
        }
        return texts;
    }

    private static boolean hasTestStage(BuildConfiguration configuration, byte[] dockerfile) {
        return configuration
                .testStage()
                .filter(stage -> DockerfileStages.has(dockerfile, stage))
                .isPresent();
    }

    private static String path(ImageSpec spec) {
        return spec.context().isEmpty() ? spec.dockerfile() : spec.context() + "/" + spec.dockerfile();
    }
}
