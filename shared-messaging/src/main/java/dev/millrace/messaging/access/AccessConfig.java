package dev.millrace.messaging.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** The configuration of access to what a service answers. */
@ConfigMapping(prefix = "millrace.api")
public interface AccessConfig {

    /** The token for reading. Without one, and without reviews, reading is open. */
    Optional<String> readToken();

    /** True if the API server of the cluster decides who may read; for the services in the cluster. */
    @WithDefault("false")
    boolean tokenReview();
}
