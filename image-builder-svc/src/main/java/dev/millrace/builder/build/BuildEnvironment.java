package dev.millrace.builder.build;

import dev.millrace.builder.engine.ImageEngine;
import dev.millrace.builder.engine.Limit;
import dev.millrace.builder.journal.BuildJournal;
import dev.millrace.builder.registry.RegistryClient;
import dev.millrace.messaging.DeliveryMetrics;
import java.time.Clock;

/** The collaborators of all builds. */
public record BuildEnvironment(
        ImageEngine engine,
        RegistryClient registry,
        LayoutPush push,
        BuildJournal journal,
        DeliveryMetrics metrics,
        BuildSettings settings,
        Clock clock) {

    /** The time limit of one tool, starting now. */
    Limit limit() {
        return Limit.startingNow(settings.timeout(), clock);
    }
}
