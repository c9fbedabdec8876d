package dev.millrace.builder;

import dev.millrace.builder.build.CommitBuild;
import dev.millrace.builder.configuration.BuildConfiguration;
import dev.millrace.builder.configuration.ConfigurationOutcome;
import dev.millrace.builder.history.ChangedSince;
import dev.millrace.builder.journal.BuildHistory;
import dev.millrace.builder.plan.ImagePlan;
import dev.millrace.builder.publish.BuildReports;
import dev.millrace.builder.source.ChangedPaths;
import dev.millrace.builder.source.SourceRepository;
import dev.millrace.builder.source.poll.SourceResolver;
import dev.millrace.events.Event;
import dev.millrace.events.Source;
import dev.millrace.events.SourceChanged;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Sha256;
import dev.millrace.messaging.Failpoint;
import dev.millrace.messaging.intake.IgnoredCounter;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Builds the images of a moved ref and publishes their events. Read this first.
 *
 * <p>The event is only a trigger: the pipeline builds the commit that the ref names now. If the event arrives twice, late or out of order, the
 * pipeline finds the image in the registry and publishes its event again, with the same id. An {@link java.io.UncheckedIOException} is a
 * transient error.
 */
public final class BuildPipeline {
    private final SourceResolver resolver;
    private final ImagePlans plans;
    private final ChangedSince changedSince;
    private final BuildHistory history;
    private final CommitBuild commitBuild;
    private final IgnoredCounter ignored;
    private final Clock clock;

    public BuildPipeline(
            SourceResolver resolver,
            ImagePlans plans,
            ChangedSince changedSince,
            BuildHistory history,
            CommitBuild commitBuild,
            IgnoredCounter ignored,
            Clock clock) {
        this.resolver = resolver;
        this.plans = plans;
        this.changedSince = changedSince;
        this.history = history;
        this.commitBuild = commitBuild;
        this.ignored = ignored;
        this.clock = clock;
    }

    /**
     * Builds the commit that a ref names now.
     *
     * @param triggers the moves of one ref that are not handled yet, in their order; at least one
     * @param publish called for each image once it is in its registry or its build has failed
     */
    public void run(List<SourceChanged> triggers, Consumer<Event> publish) {
        resolver.resolve(triggers, publish).ifPresent(resolved -> {
            Failpoint.reached("fetched");
            build(resolved, publish);
        });
    }

    private void build(SourceResolver.Resolution resolved, Consumer<Event> publish) {
        SourceRepository repository = resolved.repository();
        Source source = resolved.source();
        switch (plans.configuration(repository, source)) {
            case ConfigurationOutcome.Absent absent -> ignored.count("no-build-configuration");
            case ConfigurationOutcome.Unnamed unnamed -> publish.accept(unreadable(source, unnamed.reason()));
            case ConfigurationOutcome.TooLarge large -> publish.accept(unreadable(source, large.reason()));
            case ConfigurationOutcome.Invalid invalid -> publish.accept(invalid(repository, source, invalid));
            case ConfigurationOutcome.Valid valid -> {
                Function<ImageName, ChangedPaths> changes = image -> changed(resolved, image);
                List<ImagePlan> planned = plans.of(repository, source, valid.configuration(), changes, publish);
                commitBuild.run(repository, planned, publish);
            }
        }
    }

    private Event unreadable(Source source, String reason) {
        return BuildReports.invalidConfiguration(source, Sha256.hex(""), reason, clock.instant());
    }

    /** Commits of ours leave each image as it is, also one that failed. */
    private ChangedPaths changed(SourceResolver.Resolution resolved, ImageName image) {
        return resolved.isRepeated() && history.hasEnded(resolved.source(), image)
                ? new ChangedPaths.Nothing()
                : changedSince.of(resolved.repository(), resolved.source(), image);
    }

    private Event invalid(SourceRepository repository, Source source, ConfigurationOutcome.Invalid invalid) {
        byte[] file = repository
                .read(source.commit(), BuildConfiguration.FILE, BuildConfiguration.MAX_BYTES)
                .content()
                .orElseGet(() -> new byte[0]);
        String reason = invalid.inFile(BuildConfiguration.FILE);
        return BuildReports.invalidConfiguration(source, Sha256.hex(file), reason, clock.instant());
    }
}
