package dev.millrace.messaging.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The configuration of the port for webhooks. */
@ConfigMapping(prefix = "millrace.webhooks")
public interface WebhookServerConfig {

    /** The port that receives webhooks and nothing else. Without it, the service's only port receives them too. */
    Optional<Integer> port();

    /** The number of connections at the same time. */
    @WithDefault("2000")
    int maxConnections();

    /** The number of connections at the same time from one address. A proxy in front of the service is one address. */
    @WithDefault("500")
    int connectionsPerAddress();

    /** The time limit for the head of a request, from the connection or the end of the request before. */
    @WithDefault("PT10S")
    Duration headTimeout();
}
