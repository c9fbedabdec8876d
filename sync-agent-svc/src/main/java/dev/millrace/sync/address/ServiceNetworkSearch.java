package dev.millrace.sync.address;

import dev.millrace.cluster.ApiServerErrors;
import dev.millrace.http.address.AddressPolicy;
import dev.millrace.http.address.Connections;
import dev.millrace.messaging.queue.Ticker;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceCIDR;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Denies connections to the cluster's own Services, before any Application is followed, and to ranges that the cluster gets later. */
public final class ServiceNetworkSearch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ServiceNetworkSearch.class);
    private static final long MAX_RANGES = 500;
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Duration INTERVAL = Duration.ofMinutes(5);

    private final KubernetesClient client;
    private final Ticker ticker = new Ticker("service-networks", RETRY, this::search);
    private Runnable whenDenied = () -> {};
    private ServiceNetworks denied = ServiceNetworks.UNKNOWN;

    /** True after the first answer, even if no network was found. */
    private boolean isAnswered;

    public ServiceNetworkSearch(KubernetesClient client) {
        this.client = client;
    }

    /** @param next called once, when the networks are denied or it is known that they can't be found */
    public void start(Runnable next) {
        whenDenied = next;
        ticker.start();
    }

    private Duration search() {
        try {
            find().ifPresent(this::deny);
        } catch (KubernetesClientException e) {
            return unanswered(ApiServerErrors.reason(e));
        }
        if (!isAnswered) {
            isAnswered = true;
            if (!denied.complete()) {
                LOG.warnf(
                        "the range of the cluster's Services is unknown, only these are denied; name it in %s: denied=%s",
                        AddressPolicy.DENIED, denied.networks());
            }
            whenDenied.run();
        }
        return INTERVAL;
    }

    private Duration unanswered(String reason) {
        if (isAnswered) {
            LOG.debugf("the ranges of Services can't be read: error=%s", reason);
            return INTERVAL;
        }
        LOG.warnf("no Application is followed until the ranges of Services can be read: error=%s", reason);
        return RETRY;
    }

    private void deny(ServiceNetworks found) {
        if (!found.equals(denied)) {
            Connections.deny(found.networks());
            LOG.infof("addresses of the cluster's Services are denied: networks=%s", found.networks());
            denied = found;
        }
    }

    /**
     * Returns the networks; empty if the agent may not read them.
     *
     * @throws KubernetesClientException if the API server can't be reached
     */
    Optional<ServiceNetworks> find() {
        return readable(() -> ServiceNetworks.ofRanges(client.resources(ServiceCIDR.class)
                        .list(new ListOptionsBuilder().withLimit(MAX_RANGES).build())
                        .getItems()))
                .filter(ServiceNetworks::complete)
                .or(() -> readable(
                        () -> apiServer().map(ServiceNetworks::ofService).orElse(ServiceNetworks.UNKNOWN)));
    }

    private Optional<Service> apiServer() {
        return Optional.ofNullable(
                client.services().inNamespace("default").withName("kubernetes").get());
    }

    private static Optional<ServiceNetworks> readable(Supplier<ServiceNetworks> request) {
        try {
            return Optional.of(request.get());
        } catch (KubernetesClientException e) {
            return switch (e.getCode()) {
                case HttpURLConnection.HTTP_NOT_FOUND, HttpURLConnection.HTTP_FORBIDDEN -> Optional.empty();
                default -> throw e;
            };
        }
    }

    @Override
    public void close() {
        ticker.close();
    }
}
