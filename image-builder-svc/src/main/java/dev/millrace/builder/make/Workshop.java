package dev.millrace.builder.make;

import dev.millrace.builder.builds.BuildJournal;
import dev.millrace.builder.engine.ImageEngine;
import dev.millrace.builder.engine.Limit;
import dev.millrace.builder.registry.RegistryClient;
import java.time.Clock;

/** What every build works with. */
public record Workshop(
        ImageEngine engine, RegistryClient registry, BuildJournal journal, MakeSettings settings, Clock clock) {

    /** The time that one tool has, from now on. */
    Limit limit() {
        return Limit.startingNow(settings.timeout(), clock);
    }
}
