package dev.millrace.sync.trigger;

import dev.millrace.cluster.SlimStore;
import dev.millrace.cluster.tenant.Tenant;
import dev.millrace.cluster.tenant.TenantSpec;
import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.sync.state.Triggers;
import dev.millrace.sync.tenant.OwnNamespace;
import dev.millrace.sync.tenant.Tenancy;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The watched Tenants of the cluster. A change is a trigger for the Applications whose permissions it changes. Until the Tenants are known, nothing may be applied: an
 * agent that can't read them must not act as if there were none.
 */
public final class Tenants implements Supplier<Optional<Tenancy>>, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Tenants.class);

    private final KubernetesClient client;
    private final Applications applications;
    private final OwnNamespace own;
    private final boolean required;
    private final Clock clock;
    private @Nullable SharedIndexInformer<CustomResourceDefinition> definition;
    private @Nullable SharedIndexInformer<Tenant> informer;
    private @Nullable Receiver receiver;
    private volatile @Nullable Tenancy known;

    /** @param required true if Applications are applied only for Tenants, even while there is none */
    public Tenants(
            KubernetesClient client, Applications applications, OwnNamespace own, boolean required, Clock clock) {
        this.client = client;
        this.applications = applications;
        this.own = own;
        this.required = required;
        this.clock = clock;
    }

    /**
     * The receiver of changes.
     *
     * @param listener asked for each Application whose permissions have changed
     * @param whenKnown called once, when the Tenants of the cluster are known
     */
    private record Receiver(Applications.Listener listener, Runnable whenKnown) {}

    /** Starts the watch; until the API server is reachable, the connection is retried. */
    public synchronized void start(Applications.Listener listener, Runnable whenKnown) {
        receiver = new Receiver(listener, whenKnown);
        SharedIndexInformer<CustomResourceDefinition> watch = client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(Tenant.DEFINITION)
                .runnableInformer(0);
        watch.addEventHandler(new Refreshing<>());
        watch.exceptionHandler((started, failure) -> isRetried("the definition of Tenants", failure));
        definition = watch;
        watch.start().thenRun(this::refresh);
    }

    private synchronized void follow() {
        SharedIndexInformer<Tenant> watch = client.resources(Tenant.class).runnableInformer(0);
        watch.itemStore(new SlimStore<>(tenant -> {}));
        watch.addEventHandler(new Refreshing<>());
        watch.exceptionHandler((started, failure) -> isRetried("Tenants", failure));
        informer = watch;
        watch.start().thenRun(this::refresh);
    }

    /** Returns the Tenants as they are now; empty until they are known. */
    @Override
    public Optional<Tenancy> get() {
        return Optional.ofNullable(known);
    }

    /** A cluster without the definition has no Tenants. */
    private synchronized void refresh() {
        if (definition == null || !definition.hasSynced()) {
            return;
        }
        if (definition.getStore().list().stream().noneMatch(Tenants::isEstablished)) {
            Optional.ofNullable(informer).ifPresent(SharedIndexInformer::stop);
            informer = null;
            found(List.of());
        } else if (informer == null) {
            follow();
        } else if (informer.hasSynced()) {
            found(informer.getStore().list());
        }
    }

    private static boolean isEstablished(CustomResourceDefinition definition) {
        return Optional.ofNullable(definition.getStatus()).stream()
                .flatMap(status -> status.getConditions().stream())
                .anyMatch(condition -> condition.getType().equals("Established")
                        && condition.getStatus().equals("True"));
    }

    private boolean isRetried(String what, Throwable failure) {
        if (known == null) {
            LOG.warnf(
                    "nothing is applied until Tenants can be read; the agent needs get, list and watch: read=%s error=%s",
                    what, reason(failure));
        }
        return true;
    }

    private static String reason(Throwable failure) {
        return failure instanceof KubernetesClientException e && e.getCode() > 0
                ? "HTTP status " + e.getCode()
                : "the API server does not answer";
    }

    synchronized void found(Collection<Tenant> tenants) {
        Map<String, TenantSpec> specs = new HashMap<>();
        tenants.stream()
                .filter(tenant -> tenant.getSpec() != null)
                .forEach(tenant -> specs.put(tenant.getMetadata().getName(), tenant.getSpec()));
        Tenancy before = known;
        if (before != null && before.isOf(specs)) {
            return;
        }
        Tenancy now = Tenancy.of(own, required, specs);
        known = now;
        if (before == null) {
            log(now);
            Optional.ofNullable(receiver).ifPresent(to -> to.whenKnown().run());
        } else {
            if (before.isSingleTeam() != now.isSingleTeam()) {
                log(now);
            }
            Optional.ofNullable(receiver).ifPresent(to -> trigger(to.listener(), before, now));
        }
    }

    private static void log(Tenancy now) {
        if (now.isSingleTeam()) {
            LOG.info("there are no Tenants: Applications may do all that the agent may do (single team)");
        } else {
            LOG.infof("Applications may do what their Tenants allow: tenants=%d", now.size());
        }
    }

    private void trigger(Applications.Listener listener, Tenancy before, Tenancy now) {
        Map<String, Boolean> changed = new HashMap<>();
        applications.all().forEach(application -> {
            boolean affected = changed.computeIfAbsent(
                    application.getMetadata().getNamespace(),
                    namespace -> !before.policy(namespace).equals(now.policy(namespace)));
            if (affected) {
                listener.asked(
                        application.getMetadata().getUid(), Triggers.source(clock.instant(), Trigger.APPLICATION));
            }
        });
    }

    @Override
    public synchronized void close() {
        Stream.of(Optional.ofNullable(definition), Optional.ofNullable(informer))
                .flatMap(Optional::stream)
                .forEach(SharedIndexInformer::stop);
    }

    private final class Refreshing<T> implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T object) {
            refresh();
        }

        @Override
        public void onUpdate(T before, T after) {
            refresh();
        }

        @Override
        public void onDelete(T object, boolean finalStateUnknown) {
            refresh();
        }
    }
}
