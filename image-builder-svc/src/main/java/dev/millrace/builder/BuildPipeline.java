package dev.millrace.builder;

import dev.millrace.builder.configuration.BuildConfiguration;
import dev.millrace.builder.configuration.BuildConfigurationReader;
import dev.millrace.builder.configuration.ConfigurationOutcome;
import dev.millrace.builder.make.ImageMaker;
import dev.millrace.builder.plan.ImagePlan;
import dev.millrace.builder.publish.BuildReports;
import dev.millrace.builder.source.SourceRepositories;
import dev.millrace.builder.source.SourceRepository;
import dev.millrace.builder.source.SourceState;
import dev.millrace.events.Event;
import dev.millrace.events.Source;
import dev.millrace.events.SourceChanged;
import dev.millrace.messaging.intake.Ignored;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * From a moved ref to images and their events. Read this first.
 *
 * <p>The event only says where to look: what is built is what the ref names now. Heard twice, late or out of order, it finds the image
 * in the registry and tells of it again, by the same id. {@link java.io.UncheckedIOException} is trouble that passes.
 */
public final class BuildPipeline {
    private final SourceRepositories repositories;
    private final ImagePlans plans;
    private final ImageMaker maker;
    private final Ignored ignored;
    private final Clock clock;

    public BuildPipeline(
            SourceRepositories repositories, ImagePlans plans, ImageMaker maker, Ignored ignored, Clock clock) {
        this.repositories = repositories;
        this.plans = plans;
        this.maker = maker;
        this.ignored = ignored;
        this.clock = clock;
    }

    /**
     * Builds what a ref names now.
     *
     * @param tell is called for each image, when it stands in its registry or can't be made
     */
    public void run(SourceChanged trigger, Consumer<Event> tell) {
        Optional<SourceRepository> repository = repositories.of(trigger.repository());
        if (repository.isEmpty() || !repository.get().builds(trigger.ref())) {
            ignored.because("not-configured");
            return;
        }
        switch (repository.get().look(trigger.ref())) {
            case SourceState.Gone gone -> ignored.because("ref-gone");
            case SourceState.Ours ours -> ignored.because("own-commit");
            case SourceState.At at -> build(repository.get(), at.source(), tell);
        }
    }

    private void build(SourceRepository repository, Source source, Consumer<Event> tell) {
        Optional<byte[]> file = repository.read(source.commit(), BuildConfiguration.FILE);
        if (file.isEmpty()) {
            ignored.because("no-build-configuration");
            return;
        }
        switch (BuildConfigurationReader.read(file.get())) {
            case ConfigurationOutcome.Broken broken -> tell.accept(broken(source, file.get(), broken));
            case ConfigurationOutcome.Usable usable -> {
                List<ImagePlan> planned = plans.of(repository, source, usable.configuration(), tell);
                maker.make(repository, planned, tell);
            }
        }
    }

    private Event broken(Source source, byte[] file, ConfigurationOutcome.Broken broken) {
        String reason = broken.inFile(BuildConfiguration.FILE);
        return BuildReports.broken(source, BuildConfiguration.sha256(file), reason, clock.instant());
    }
}
