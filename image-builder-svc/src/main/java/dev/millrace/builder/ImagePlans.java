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
import dev.millrace.builder.source.NearestTag;
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

/** Plans the images of a commit. */
public final class ImagePlans {
    private final RegistryHosts registries;
    private final Platform own;
    private final Clock clock;

    public ImagePlans(RegistryHosts registries, Platform own, Clock clock) {
        this.registries = registries;
        this.own = own;
        this.clock = clock;
    }

    /** Returns a plan for each image that can be built, and publishes a failure for each other image. */
    List<ImagePlan> of(
            SourceRepository repository, Source source, BuildConfiguration configuration, Consumer<Event> publish) {
        Optional<NearestTag> nearestTag =
                configuration.tagRule() == TagRule.DESCRIBE && !source.ref().isTag()
                        ? repository.nearestTag(source.commit())
                        : Optional.empty();
        Tag tag = TagNames.of(configuration.tagRule(), source, nearestTag);
        Map<ImageSpec, byte[]> dockerfiles = dockerfiles(repository, source, configuration);
        boolean stageIsMissing = configuration.testStage().isPresent()
                && dockerfiles.values().stream().noneMatch(text -> hasTestStage(configuration, text));
        List<ImagePlan> plans = new ArrayList<>();
        for (ImageSpec spec : configuration.images()) {
            Optional<byte[]> dockerfile = Optional.ofNullable(dockerfiles.get(spec));
            boolean tested = dockerfile.isPresent() && hasTestStage(configuration, dockerfile.get());
            ImagePlan plan = ImagePlan.of(source, repository.address(), configuration, spec, tag, own, tested);
            String stage = stageIsMissing ? configuration.testStage().orElse("") : "";
            Optional<String> problem = problem(spec, dockerfile.isPresent(), stage);
            if (problem.isPresent()) {
                publish.accept(failed(plan, problem.get()));
            } else {
                plans.add(plan);
            }
        }
        return plans;
    }

    private Optional<String> problem(ImageSpec spec, boolean hasDockerfile, String missingStage) {
        if (registries.of(spec.name()).isEmpty()) {
            return Optional.of("the registry " + spec.name().registry()
                    + " is not configured; add it to millrace.builder.registries or change the image name");
        }
        if (!hasDockerfile) {
            return Optional.of("no Dockerfile at " + path(spec));
        }
        return missingStage.isEmpty()
                ? Optional.empty()
                : Optional.of("no Dockerfile has the test stage '" + missingStage + "'");
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
