package dev.millrace.drift;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** All that can be configured of this service; read in {@code Wiring} only. */
@ConfigMapping(prefix = "millrace.drift")
interface DriftConfig {

    /** Where the agent keeps its records. */
    String namespace();

    /** How long the record of an apply that was seen already may take to arrive; after that it is drift. */
    @WithDefault("PT30S")
    Duration awaitRecord();
}
