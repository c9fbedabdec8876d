package dev.millrace.sync.trigger;

import dev.millrace.cluster.SlimStore;
import dev.millrace.cluster.application.Application;
import dev.millrace.cluster.application.ApplicationSpec;
import dev.millrace.cluster.application.Dependency;
import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.sync.state.Triggers;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The watched Applications of the cluster. A user's change of one is a trigger; the agent's own writes to the status are none. */
public final class Applications implements AutoCloseable {
    private final KubernetesClient client;
    private final Clock clock;
    private final Map<String, Application> byUid = new ConcurrentHashMap<>();
    private final Map<String, Application> byName = new ConcurrentHashMap<>();
    private final Map<String, Application> dependent = new ConcurrentHashMap<>();
    private @Nullable SharedIndexInformer<Application> informer;
    private boolean complete;

    /** The receiver of changes. */
    public interface Listener {
        void asked(String uid, Triggers triggers);

        void statusChanged(Application application);

        void gone(String uid);
    }

    public Applications(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** Starts the watch; until the API server is reachable, the connection is retried. */
    public synchronized void start(Listener listener) {
        SharedIndexInformer<Application> watch =
                client.resources(Application.class).inAnyNamespace().runnableInformer(0);
        watch.itemStore(new SlimStore<>(application -> {}));
        watch.addEventHandler(handlerFor(listener));
        watch.exceptionHandler((started, failure) -> true);
        watch.start();
        informer = watch;
    }

    ResourceEventHandler<Application> handlerFor(Listener listener) {
        return new Handler(listener);
    }

    public Optional<Application> byUid(String uid) {
        return Optional.ofNullable(byUid.get(uid));
    }

    /** @param name {@code <namespace>/<name>} */
    Optional<Application> byName(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Returns the Applications that depend on another one. */
    Collection<Application> dependent() {
        return dependent.values();
    }

    public Collection<Application> all() {
        return List.copyOf(byUid.values());
    }

    Collection<String> uids() {
        return List.copyOf(byUid.keySet());
    }

    /**
     * Returns true if all Applications that existed at the start have been received here: the watch stores them shortly before it calls the handler, and
     * an Application that was not received yet must not be treated as deleted.
     */
    public synchronized boolean isComplete() {
        if (!complete && informer != null && informer.hasSynced()) {
            complete = informer.getStore().list().stream()
                    .allMatch(application ->
                            byUid.containsKey(application.getMetadata().getUid()));
        }
        return complete;
    }

    /**
     * Returns the uids of all Applications, read from the API server now.
     *
     * @throws UncheckedIOException if the API server is unavailable
     */
    public Set<String> uidsNow() {
        try {
            return client.resources(Application.class).inAnyNamespace().list().getItems().stream()
                    .map(application -> application.getMetadata().getUid())
                    .collect(Collectors.toSet());
        } catch (KubernetesClientException e) {
            throw new UncheckedIOException(
                    "asking for all Applications: HTTP status " + e.getCode(), new IOException(e));
        }
    }

    /** Returns true if the watch is connected to the API server. */
    public synchronized boolean isWatching() {
        return informer != null && informer.isWatching();
    }

    @Override
    public synchronized void close() {
        if (informer != null) {
            informer.stop();
        }
    }

    private void know(Application application) {
        byUid.put(application.getMetadata().getUid(), application);
        byName.put(name(application), application);
        if (dependsOn(application).isEmpty()) {
            dependent.remove(application.getMetadata().getUid());
        } else {
            dependent.put(application.getMetadata().getUid(), application);
        }
    }

    /** Returns the dependencies; none where an outdated definition admitted an Application without a spec. */
    @SuppressWarnings("ConstantValue")
    static List<Dependency> dependsOn(Application application) {
        ApplicationSpec spec = application.getSpec();
        return spec == null ? List.of() : spec.dependsOn();
    }

    private static String name(Application application) {
        return application.getMetadata().getNamespace() + "/"
                + application.getMetadata().getName();
    }

    private final class Handler implements ResourceEventHandler<Application> {
        private final Listener listener;

        Handler(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void onAdd(Application application) {
            know(application);
            listener.asked(
                    application.getMetadata().getUid(),
                    Triggers.source(clock.instant(), isComplete() ? Trigger.APPLICATION : Trigger.START));
        }

        @Override
        public void onUpdate(Application before, Application after) {
            if (!before.getMetadata().getUid().equals(after.getMetadata().getUid())) {
                onDelete(before, true); // deleted and recreated while the watch was disconnected
                onAdd(after);
                return;
            }
            know(after);
            if (!Objects.equals(before.getStatus(), after.getStatus())) {
                listener.statusChanged(after);
            }
            if (!desired(before).equals(desired(after))) {
                listener.asked(after.getMetadata().getUid(), Triggers.source(clock.instant(), Trigger.APPLICATION));
            }
        }

        @Override
        public void onDelete(Application application, boolean finalStateUnknown) {
            byUid.remove(application.getMetadata().getUid());
            byName.remove(name(application), application);
            dependent.remove(application.getMetadata().getUid());
            listener.gone(application.getMetadata().getUid());
        }
    }

    /** Returns the parts that a user writes: the spec, the annotations, and the request for deletion. */
    private static List<Object> desired(Application application) {
        Map<String, String> annotations = application.getMetadata().getAnnotations();
        return List.of(
                Optional.ofNullable(application.getSpec()),
                annotations == null ? Map.of() : annotations,
                application.getMetadata().getDeletionTimestamp() != null);
    }
}
