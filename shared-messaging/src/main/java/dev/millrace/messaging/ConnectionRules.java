package dev.millrace.messaging;

import dev.millrace.http.address.Connections;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** Sets the rules for connections before anything else starts. A wrong rule stops the start. */
@ApplicationScoped
public class ConnectionRules {
    private static final int FIRST = 1;

    private final ConnectionConfig config;

    ConnectionRules(ConnectionConfig config) {
        this.config = config;
    }

    void started(@Observes @Priority(FIRST) StartupEvent event) {
        Connections.configure(
                config.hosts(),
                config.plainHttp().orElse(List.of()),
                config.deniedNetworks().orElse(List.of()));
    }
}
