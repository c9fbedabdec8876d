package dev.millrace.drift;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The configuration of this service; read in {@code Wiring} only. */
@ConfigMapping(prefix = "millrace.drift")
interface DriftConfig {

    /** The namespace in which the agent keeps its records. */
    String namespace();

    /** The time within which the record of an observed apply must arrive; after that the change is drift. */
    @WithDefault("PT30S")
    Duration awaitRecord();

    /** The API server's audit log. */
    Audit audit();

    /** The API server's audit log. */
    interface Audit {

        /** The token with which the API server sends its audit log. Without it, none is received. */
        Optional<String> token();
    }
}
