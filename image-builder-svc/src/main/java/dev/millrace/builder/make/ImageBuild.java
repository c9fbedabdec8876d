package dev.millrace.builder.make;

import dev.millrace.builder.builds.BuildLog;
import dev.millrace.builder.builds.BuildRecord;
import dev.millrace.builder.engine.Recipe;
import dev.millrace.builder.engine.ToolOutcome;
import dev.millrace.builder.plan.ImageLabels;
import dev.millrace.builder.plan.ImagePlan;
import dev.millrace.builder.publish.BuildFailure;
import dev.millrace.builder.publish.BuildReports;
import dev.millrace.builder.registry.RegistryHost;
import dev.millrace.builder.registry.RegistryImage;
import dev.millrace.builder.source.SourceRefused;
import dev.millrace.events.BuildFailed;
import dev.millrace.events.BuildFailed.Stage;
import dev.millrace.events.Event;
import dev.millrace.events.value.ImageReference;
import dev.millrace.events.value.Tag;
import dev.millrace.messaging.Failpoint;
import dev.millrace.registry.RegistryUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** One image on its way. Its log is open until it is closed. */
final class ImageBuild implements AutoCloseable {
    private final Workshop workshop;
    private final ImagePlan plan;
    private final Contexts contexts;
    private final Instant startedAt;
    private final BuildLog log;
    private String outcome = "interrupted; will be tried again";
    private BuildRecord.State state = BuildRecord.State.FAILED;
    private long testMillis;

    ImageBuild(Workshop workshop, ImagePlan plan, Contexts contexts) {
        this.workshop = workshop;
        this.plan = plan;
        this.contexts = contexts;
        this.startedAt = workshop.clock().instant();
        this.log = workshop.journal()
                .begin(BuildRecord.running(plan.fingerprint(), plan.source(), plan.image(), startedAt));
    }

    boolean testsAlike(ImageBuild other) {
        return plan.spec().testsAlike(other.plan.spec());
    }

    /** Runs the tests, if there are any; empty if they passed. */
    Optional<BuildFailure> test() {
        Optional<String> stage = plan.testStage();
        if (stage.isEmpty()) {
            return Optional.empty();
        }
        log.accept("--- testing " + plan.image() + ", stage " + stage.get());
        Instant start = workshop.clock().instant();
        Optional<BuildFailure> failure = attempt(Stage.TEST, "testing " + plan.image(), () -> workshop.engine()
                .test(recipe(), stage.get(), workshop.limit(), log));
        testMillis = Duration.between(start, workshop.clock().instant()).toMillis();
        return failure;
    }

    /** Builds and pushes, and says what came of it. */
    Event make() {
        Optional<BuildFailure> failure = build().or(() -> push(plan.tag())).or(() -> push(plan.fixedTag()));
        if (failure.isPresent()) {
            return failed(failure.get());
        }
        Instant pushedAt = workshop.clock().instant();
        Failpoint.reached("image-pushed");
        RegistryImage image = workshop.registry()
                .image(plan.image(), plan.fixedTag())
                .orElseThrow(() -> new RegistryUnavailable(plan.image() + " was pushed, and is gone"));
        if (!image.platforms().containsAll(plan.platforms())) {
            return failed(BuildFailure.of(
                    Stage.BUILD,
                    "built for " + image.platforms() + ", not for " + plan.platforms() + " as " + plan.image()
                            + " is to be"));
        }
        outcome = plan.image() + ":" + plan.tag() + "@" + image.digest();
        state = BuildRecord.State.SUCCEEDED;
        return BuildReports.built(plan, image, workshop.engine().name(), testMillis, pushedAt);
    }

    private Optional<BuildFailure> build() {
        log.accept("--- building " + plan.image());
        return attempt(Stage.BUILD, "building " + plan.image(), () -> workshop.engine()
                .build(recipe(), workshop.limit(), log));
    }

    private Optional<BuildFailure> push(Tag tag) {
        ImageReference destination = new ImageReference(plan.image(), Optional.of(tag), Optional.empty());
        log.accept("--- pushing " + destination);
        return attempt(Stage.PUSH, "pushing " + destination, () -> workshop.engine()
                .push(recipe(), destination, workshop.limit(), log));
    }

    /** The event that says that nothing came of it. */
    BuildFailed failed(BuildFailure failure) {
        outcome = failure.reason();
        state = BuildRecord.State.FAILED;
        log.accept("--- " + failure.reason());
        return BuildReports.failed(
                plan, failure, log.tail(), startedAt, workshop.clock().instant());
    }

    private Optional<BuildFailure> attempt(Stage stage, String doing, Supplier<ToolOutcome> tool) {
        try {
            Optional<BuildFailure> failure = BuildFailure.from(tool.get(), stage, doing);
            if (failure.isPresent() && failure.get().exitStatus().isPresent()) {
                passIfRegistryIsAway(doing);
            }
            return failure;
        } catch (SourceRefused e) {
            return Optional.of(BuildFailure.of(Stage.CLONE, doing + ": the files of the commit: " + e.getMessage()));
        }
    }

    /** A tool that fails while a registry that its output speaks of is away would have failed for that: it passes. */
    private void passIfRegistryIsAway(String doing) {
        String said = log.tail();
        List<RegistryHost> spokenOf = workshop.registry().hosts().all().stream()
                .filter(host -> said.contains(host.host()))
                .toList();
        for (RegistryHost host : spokenOf) {
            if (!workshop.registry().answers(host)) {
                throw new RegistryUnavailable(doing + ": the registry " + host.host() + " is away");
            }
        }
    }

    private Recipe recipe() {
        return new Recipe(
                plan.fingerprint() + "-" + startedAt.toEpochMilli(),
                contexts.of(plan.spec().context()),
                plan.spec().dockerfile(),
                plan.spec().target(),
                plan.spec().args(),
                ImageLabels.withStart(plan.labels(), startedAt),
                plan.platforms());
    }

    @Override
    public void close() {
        workshop.journal().end(plan.fingerprint(), state, outcome);
        log.close();
    }
}
