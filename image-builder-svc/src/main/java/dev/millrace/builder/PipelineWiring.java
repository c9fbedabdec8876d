package dev.millrace.builder;

import dev.millrace.builder.build.CommitBuild;
import dev.millrace.builder.engine.ImageEngine;
import dev.millrace.builder.history.BuiltCommits;
import dev.millrace.builder.history.ChangedSince;
import dev.millrace.builder.journal.BuildHistory;
import dev.millrace.builder.registry.RegistryHosts;
import dev.millrace.builder.source.SourceRepositories;
import dev.millrace.builder.source.poll.Announcements;
import dev.millrace.builder.source.poll.SourceResolver;
import dev.millrace.messaging.intake.IgnoredCounter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Creates the pipeline from its steps. */
@Singleton
public class PipelineWiring {

    @Produces
    @Singleton
    BuildPipeline pipeline(
            SourceResolver resolver,
            ImagePlans plans,
            BuiltCommits built,
            BuildHistory history,
            CommitBuild commitBuild,
            IgnoredCounter ignored,
            Clock clock) {
        return new BuildPipeline(resolver, plans, new ChangedSince(built), history, commitBuild, ignored, clock);
    }

    @Produces
    @Singleton
    SourceResolver resolver(SourceRepositories repositories, Announcements announcements, IgnoredCounter ignored) {
        return new SourceResolver(repositories, announcements, ignored);
    }

    @Produces
    @Singleton
    ImagePlans plans(BuilderConfig config, RegistryHosts registries, ImageEngine engine, Clock clock) {
        return new ImagePlans(
                registries, RightsConfiguration.of(config), engine.ownPlatform(), engine::abilities, clock);
    }
}
