package dev.millrace.sync.lead;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The Lease in the API server. Every write names the version that it replaces, so that one of two concurrent writes fails.
 *
 * @param duration the time for which a holder stays the holder without renewing the Lease
 */
record LeaseObject(KubernetesClient client, String namespace, String name, Duration duration, Clock clock) {

    Optional<Lease> read() {
        return Optional.ofNullable(there().get());
    }

    /** @return what is stored; empty if somebody else was faster */
    Optional<Lease> create(String holder) {
        Lease first = new LeaseBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(holder)
                .withLeaseDurationSeconds(seconds())
                .withAcquireTime(now())
                .withRenewTime(now())
                .withLeaseTransitions(0)
                .endSpec()
                .build();
        return unlessTaken(
                () -> client.leases().inNamespace(namespace).resource(first).create());
    }

    /** @return what is stored; empty if somebody else was faster */
    Optional<Lease> renew(Lease held) {
        return update(new LeaseBuilder(held)
                .editSpec()
                .withLeaseDurationSeconds(seconds())
                .withRenewTime(now())
                .endSpec()
                .build());
    }

    /** @return what is stored; empty if somebody else was faster */
    Optional<Lease> take(Lease found, String holder) {
        Integer transitions = found.getSpec().getLeaseTransitions();
        return update(new LeaseBuilder(found)
                .editSpec()
                .withHolderIdentity(holder)
                .withLeaseDurationSeconds(seconds())
                .withAcquireTime(now())
                .withRenewTime(now())
                .withLeaseTransitions(transitions == null ? 1 : transitions + 1)
                .endSpec()
                .build());
    }

    /** Removes the holder from the Lease. */
    void release(Lease held) {
        update(new LeaseBuilder(held)
                .editSpec()
                .withHolderIdentity("")
                .endSpec()
                .build());
    }

    static String holder(Lease lease) {
        @Nullable String holder = lease.getSpec().getHolderIdentity();
        return holder == null ? "" : holder;
    }

    private Optional<Lease> update(Lease next) {
        return unlessTaken(
                () -> client.leases().inNamespace(namespace).resource(next).update());
    }

    private static Optional<Lease> unlessTaken(Supplier<Lease> write) {
        try {
            return Optional.of(write.get());
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Resource<Lease> there() {
        return client.leases().inNamespace(namespace).withName(name);
    }

    private int seconds() {
        return (int) Math.max(1, duration.toSeconds());
    }

    private ZonedDateTime now() {
        return ZonedDateTime.ofInstant(clock.instant(), ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
    }
}
