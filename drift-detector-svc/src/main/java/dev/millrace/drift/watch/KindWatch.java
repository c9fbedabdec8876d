package dev.millrace.drift.watch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cluster.Marks;
import dev.millrace.drift.decide.LiveState;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.messaging.queue.Backoff;
import dev.millrace.messaging.queue.Retries;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The watch on one kind in one namespace. Its thread finds the kind's resource, watches it until the API server ends the watch for good, and
 * then begins again, backing off.
 */
final class KindWatch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(KindWatch.class);
    private static final Retries RETRIES = new Retries(new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30)));

    /** The tries after which a watch whose server returns errors no longer counts as starting. */
    private static final int MAX_TRIES = 5;

    private static final String CLAIMED_FOR = "claimed-for";

    private sealed interface State {
        /** The objects are not listed yet. */
        record Starting() implements State {}

        /** The API server does not serve the kind: there are no objects. */
        record NotServed() implements State {}

        /** The API server does not allow the watch: nothing is known of the objects. */
        record Refused() implements State {}

        /** The API server can't watch the kind, or the server behind it fails: nothing is known of the objects. */
        record Unwatchable() implements State {}

        /** All objects that existed at the start are known. */
        record Watching(ResourceDefinitionContext context, SharedIndexInformer<GenericKubernetesResource> informer)
                implements State {}
    }

    private final KubernetesClient client;
    private final WatchedKind kind;
    private final WatchListener listener;
    private final FirstLists firstLists;
    private final Discovery discovery;
    private final Thread thread;
    private volatile State state = new State.Starting();

    KindWatch(
            KubernetesClient client,
            WatchedKind kind,
            WatchListener listener,
            FirstLists firstLists,
            Discovery discovery) {
        this.client = client;
        this.kind = kind;
        this.listener = listener;
        this.firstLists = firstLists;
        this.discovery = discovery;
        this.thread = Thread.ofVirtual()
                .name("watch " + kind)
                .unstarted(() -> RETRIES.untilDone(this::tryWatch, this::ended));
    }

    void start() {
        thread.start();
    }

    /** Any failure of a watch is retried: the objects of its kind must not be forgotten. */
    private void tryWatch() {
        try {
            watch();
        } catch (UncheckedIOException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            throw new UncheckedIOException(new IOException("watching " + kind, e));
        }
    }

    /** Watches until this thread is interrupted or the watch ends with an error. */
    private void watch() {
        ResourceDefinitionContext context = ServedKinds.find(client, kind);
        try (SharedIndexInformer<GenericKubernetesResource> informer = informer(context)) {
            firstLists.run(() -> informer.start().thenRun(() -> complete(new State.Watching(context, informer))));
            discovery.awaitEnd(kind, context, informer.stopped());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw switch (WatchFailure.of(e)) {
                case REFUSED -> new WatchRefused(kind);
                case UNSUPPORTED -> new KindUnwatchable(kind);
                case NOT_SERVED, TRANSIENT -> new UncheckedIOException(new IOException("watching " + kind, e));
            };
        }
    }

    private SharedIndexInformer<GenericKubernetesResource> informer(ResourceDefinitionContext context) {
        var all = client.genericKubernetesResources(context);
        SharedIndexInformer<GenericKubernetesResource> informer =
                kind.namespace().isEmpty()
                        ? all.runnableInformer(0)
                        : all.inNamespace(kind.namespace()).runnableInformer(0);
        informer.exceptionHandler((started, failure) -> isRetriedByInformer(failure));
        informer.addIndexers(Map.of(CLAIMED_FOR, object -> List.of(claimedFor(object))));
        informer.addEventHandler(new Handler());
        return informer;
    }

    private boolean isRetriedByInformer(Throwable failure) {
        if (WatchFailure.of(failure) != WatchFailure.TRANSIENT) {
            return false;
        }
        LOG.warnf("watch interrupted, will retry: kind=%s error=%s", kind, failure.getMessage());
        return true;
    }

    private void complete(State reached) {
        state = reached;
        if (isInOtherVersion()) {
            LOG.warnf("version not served by the cluster, another one is watched: kind=%s", kind);
        }
        listener.complete(kind);
    }

    private void ended(UncheckedIOException failure, int failures) {
        switch (failure) {
            case KindNotServed notServed -> {
                if (!(state instanceof State.NotServed)) {
                    LOG.infof("kind not served by the cluster: kind=%s", kind);
                    complete(new State.NotServed());
                }
            }
            case WatchRefused refused -> {
                if (!(state instanceof State.Refused)) {
                    LOG.warnf("kind not watched, will retry: kind=%s error=%s", kind, refused.getMessage());
                    state = new State.Refused();
                }
            }
            case KindUnwatchable unwatchable -> setUnwatchable(unwatchable);
            default -> {
                LOG.warnf(
                        "watch not started, will retry: kind=%s tries=%d error=%s",
                        kind, failures, failure.getMessage());
                if (state instanceof State.Watching) {
                    state = new State.Starting();
                } else if (failures >= MAX_TRIES && WatchFailure.isAnswered(failure)) {
                    setUnwatchable(failure);
                }
            }
        }
    }

    private void setUnwatchable(UncheckedIOException failure) {
        if (!(state instanceof State.Unwatchable)) {
            LOG.warnf("kind can't be watched, will retry: kind=%s error=%s", kind, failure.getMessage());
            state = new State.Unwatchable();
        }
    }

    /**
     * The current state of the object. An object that the watch does not know is read directly, because it may be new.
     *
     * @throws java.io.UncheckedIOException if the API server is unavailable
     */
    LiveState live(ObjectRef ref) {
        return switch (state) {
            case State.Starting starting -> new LiveState.Unknown();
            case State.Refused refused -> new LiveState.Unknown();
            case State.Unwatchable unwatchable -> new LiveState.Unknown();
            case State.NotServed notServed -> new LiveState.Absent();
            case State.Watching watching -> live(ref, watching);
        };
    }

    private LiveState live(ObjectRef ref, State.Watching watching) {
        String key = kind.namespace().isEmpty() ? ref.name() : kind.namespace() + "/" + ref.name();
        GenericKubernetesResource known = watching.informer().getStore().getByKey(key);
        GenericKubernetesResource object = known == null ? read(ref, watching.context()) : known;
        return object == null ? new LiveState.Absent() : new LiveState.Present(tree(object));
    }

    private @Nullable GenericKubernetesResource read(ObjectRef ref, ResourceDefinitionContext context) {
        var all = client.genericKubernetesResources(context);
        try {
            return kind.namespace().isEmpty()
                    ? all.withName(ref.name()).get()
                    : all.inNamespace(kind.namespace()).withName(ref.name()).get();
        } catch (KubernetesClientException e) {
            throw new ClusterUnavailable("reading " + ref, e);
        }
    }

    private JsonNode tree(GenericKubernetesResource object) {
        return client.getKubernetesSerialization().convertValue(object, JsonNode.class);
    }

    /** All observed objects that name an application in their annotation. */
    Stream<ObservedObject> claimed() {
        return state instanceof State.Watching watching
                ? List.copyOf(watching.informer().getStore().list()).stream()
                        .map(this::observed)
                        .filter(object -> !object.applicationUid().isEmpty())
                : Stream.empty();
    }

    /** The objects that name this application in their annotation. */
    Stream<ObservedObject> claimedFor(String applicationUid) {
        return state instanceof State.Watching watching
                ? List.copyOf(watching.informer().getIndexer().byIndex(CLAIMED_FOR, applicationUid)).stream()
                        .map(this::observed)
                : Stream.empty();
    }

    private static String claimedFor(GenericKubernetesResource object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(Marks.APPLICATION_UID, "");
    }

    /** Returns true unless the objects are still to be listed. */
    boolean isStarted() {
        return !(state instanceof State.Starting);
    }

    /** Returns true if the API server does not allow the watch. */
    boolean isRefused() {
        return state instanceof State.Refused;
    }

    /** Returns true if the cluster can't watch the kind. */
    boolean isUnwatchable() {
        return state instanceof State.Unwatchable;
    }

    /** Returns true if another version of the kind is watched, because its own is not served. */
    boolean isInOtherVersion() {
        return state instanceof State.Watching(ResourceDefinitionContext context, var informer)
                && !kind.isOfVersion(context.getVersion());
    }

    /** The plural name of the kind with its group; empty while it is not watched. */
    Optional<String> resource() {
        return state instanceof State.Watching(ResourceDefinitionContext context, var informer)
                ? Optional.of(context.getPlural() + "." + context.getGroup())
                : Optional.empty();
    }

    private ObservedObject observed(GenericKubernetesResource object) {
        ObjectRef ref = new ObjectRef(
                kind.apiVersion(),
                kind.kind(),
                Optional.of(kind.namespace()).filter(namespace -> !namespace.isEmpty()),
                object.getMetadata().getName());
        return new ObservedObject(ref, claimedFor(object));
    }

    /** Stops the watch. Its thread closes the connection. */
    @Override
    public void close() {
        thread.interrupt();
    }

    private final class Handler implements ResourceEventHandler<GenericKubernetesResource> {
        @Override
        public void onAdd(GenericKubernetesResource object) {
            listener.observed(observed(object));
        }

        @Override
        public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
            listener.observed(observed(after));
            if (!observed(before).equals(observed(after))) {
                listener.observed(observed(before));
            }
        }

        @Override
        public void onDelete(GenericKubernetesResource object, boolean finalStateUnknown) {
            listener.observed(observed(object));
        }
    }
}
