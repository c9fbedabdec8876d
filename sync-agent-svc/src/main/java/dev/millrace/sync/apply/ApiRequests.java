package dev.millrace.sync.apply;

import dev.millrace.sync.apply.pace.Pace;
import dev.millrace.sync.apply.refusal.Refusal;
import dev.millrace.sync.identity.ClusterClients;
import dev.millrace.sync.identity.Identity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Makes requests for single objects, and repeats them where that may help. The client itself retries after each status from 500 on, and after each
 * broken connection, for 20 seconds: too long where one object of many is at fault. So its own retries are off here.
 */
final class ApiRequests {
    private static final int TOO_MANY_REQUESTS = 429;

    /** The pauses before retries, together under half a second. */
    private static final int TRIES = 3;

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);

    /** The API server's answer states the wait before each. */
    private static final int MAX_TRIES_IF_REJECTED = 30;

    private static final int TRIES_WHILE_HIDDEN = 20;
    private static final Duration WHILE_HIDDEN = Duration.ofMillis(250);

    private final ClusterClients clients;
    private final KubernetesClient own;
    private final Pace pace;

    /** True if the cluster hides the readiness of its API server from the agent. */
    private volatile boolean hidden;

    /** @param clients creates the client that reads the server's readiness: the agent's own, whichever identity the requests have */
    ApiRequests(ClusterClients clients, Pace pace) {
        this.clients = clients;
        this.own = clients.promptlyAs(Identity.OWN);
        this.pace = pace;
    }

    /** Returns the clients whose requests are made. */
    ClusterClients clients() {
        return clients;
    }

    /** Makes a request when there is room for it. */
    <T> T ask(Supplier<T> request) {
        return pace.ask(() -> persistently(request));
    }

    /** Makes a request when there is room for it; a refusal only counts from an API server that is ready. */
    <T> T allowed(String doing, Supplier<T> request) {
        try {
            return ask(request);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw e;
            }
            if (Readiness.of(own) == Readiness.STARTING) {
                throw ClusterUnavailable.starting(doing);
            }
            return afterRefusal(request);
        }
    }

    /**
     * Repeats a request that was refused: the server may have become ready meanwhile. One that has not read its roles yet refuses everything, its
     * readiness too; in a cluster that hides it for good, that is waited for once.
     */
    private <T> T afterRefusal(Supplier<T> request) {
        for (int tries = 0; tries < TRIES_WHILE_HIDDEN && !hidden; tries++) {
            if (Readiness.of(own) != Readiness.HIDDEN) {
                return ask(request);
            }
            LockSupport.parkNanos(WHILE_HIDDEN.toNanos());
        }
        hidden = true;
        return ask(request);
    }

    private <T> T persistently(Supplier<T> request) {
        int rejections = 0;
        int failures = 0;
        while (true) {
            try {
                return request.get();
            } catch (KubernetesClientException e) {
                if (e.getCode() == TOO_MANY_REQUESTS && ++rejections < MAX_TRIES_IF_REJECTED) {
                    LockSupport.parkNanos(pace.untilNextTry().toNanos());
                } else if (mayPassAtOnce(e) && ++failures < TRIES) {
                    LockSupport.parkNanos(BETWEEN_TRIES.multipliedBy(failures).toNanos());
                } else {
                    throw e;
                }
            }
        }
    }

    /** Returns true for a closed connection, and for an error of the API server that concerns neither the object nor a webhook. */
    private static boolean mayPassAtOnce(KubernetesClientException e) {
        return e.getCode() <= 0
                || (e.getCode() == HttpURLConnection.HTTP_INTERNAL_ERROR
                        && !Refusal.isForTypes(e)
                        && !Refusal.isForWebhook(e));
    }
}
