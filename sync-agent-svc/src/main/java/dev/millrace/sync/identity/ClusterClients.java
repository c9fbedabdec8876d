package dev.millrace.sync.identity;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;

/**
 * Clients that act as an identity. Each consists of a few objects around the connections and threads of the agent's own client, so any number of them
 * may be created, and none is closed.
 */
public final class ClusterClients {
    private final KubernetesClient own;

    public ClusterClients(KubernetesClient own) {
        this.own = own;
    }

    /** Returns the client for requests as this identity. */
    public KubernetesClient as(Identity identity) {
        return switch (identity) {
            case Identity.Own agent -> own;
            case Identity.Account account -> derived(request(account));
        };
    }

    /** Returns the same client without retries. */
    public KubernetesClient promptlyAs(Identity identity) {
        RequestConfigBuilder request =
                switch (identity) {
                    case Identity.Own agent -> request();
                    case Identity.Account account -> request(account);
                };
        return derived(request.withRequestRetryBackoffLimit(0));
    }

    private RequestConfigBuilder request() {
        return new RequestConfigBuilder(own.getConfiguration().getRequestConfig());
    }

    private RequestConfigBuilder request(Identity.Account account) {
        return request().withImpersonateUsername(account.user());
    }

    private KubernetesClient derived(RequestConfigBuilder request) {
        return own.newClient(request.build()).adapt(KubernetesClient.class);
    }
}
