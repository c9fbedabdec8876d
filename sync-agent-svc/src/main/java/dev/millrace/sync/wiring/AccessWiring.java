package dev.millrace.sync.wiring;

import dev.millrace.cluster.access.TokenReviews;
import dev.millrace.messaging.access.TokenReviewer;
import dev.millrace.sync.address.ServiceNetworkSearch;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Lets the API server decide who may read, if {@code millrace.api.token-review} is on, and name the networks of its Services. */
@Singleton
public class AccessWiring {

    @Produces
    @Singleton
    ServiceNetworkSearch serviceNetworks(KubernetesClient client) {
        return new ServiceNetworkSearch(client);
    }

    void close(@Disposes ServiceNetworkSearch search) {
        search.close();
    }

    @Produces
    @Singleton
    TokenReviewer reviewer(KubernetesClient client) {
        return new TokenReviews(client, InstantSource.system())::mayRead;
    }
}
