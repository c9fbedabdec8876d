package dev.millrace.sync.wiring;

import dev.millrace.cluster.access.TokenReviews;
import dev.millrace.messaging.access.TokenReviewer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.arc.lookup.LookupIfProperty;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Lets the API server decide who may read, if configured. */
@Singleton
public class AccessWiring {

    @Produces
    @Singleton
    @LookupIfProperty(name = "millrace.api.token-review", stringValue = "true")
    TokenReviewer reviewer(KubernetesClient client) {
        return new TokenReviews(client, InstantSource.system())::mayRead;
    }
}
