package dev.millrace.builder.build;

import dev.millrace.builder.engine.ImageEngine;
import dev.millrace.builder.engine.Limit;
import dev.millrace.builder.journal.BuildJournal;
import dev.millrace.builder.registry.RegistryClient;
import java.time.Clock;

/** The collaborators of all builds. */
public record BuildEnvironment(
        ImageEngine engine, RegistryClient registry, BuildJournal journal, BuildSettings settings, Clock clock) {

    /** The time limit of one tool, starting now. */
    Limit limit() {
        return Limit.startingNow(settings.timeout(), clock);
    }
}
