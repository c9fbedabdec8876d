package dev.millrace.sync.wiring;

import dev.millrace.cluster.access.TokenReviews;
import dev.millrace.messaging.access.TokenReviewer;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Lets the API server decide who may read; asked if {@code millrace.api.token-review} is on. */
@Singleton
public class AccessWiring {

    @Produces
    @Singleton
    TokenReviewer reviewer(KubernetesClient client) {
        return new TokenReviews(client, InstantSource.system())::mayRead;
    }
}
