package dev.millrace.drift.watch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cluster.Marks;
import dev.millrace.drift.decide.LiveState;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.messaging.queue.Backoff;
import dev.millrace.messaging.queue.Retries;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The watch on one kind in one namespace. */
final class KindWatch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(KindWatch.class);
    private static final Retries RETRIES = new Retries(new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30)));

    private static final String CLAIMED_FOR = "claimed-for";

    private final KubernetesClient client;
    private final WatchedKind kind;
    private final WatchListener listener;
    private final Thread starting;
    private volatile @Nullable SharedIndexInformer<GenericKubernetesResource> informer;
    private volatile @Nullable ResourceDefinitionContext context;
    private volatile boolean unserved;
    private volatile boolean closed;

    KindWatch(KubernetesClient client, WatchedKind kind, WatchListener listener) {
        this.client = client;
        this.kind = kind;
        this.listener = listener;
        this.starting = Thread.ofVirtual()
                .name("watch " + kind)
                .unstarted(() -> RETRIES.untilDone(this::watch, (failure, failures) -> {
                    if (!(failure instanceof KindNotServed)) {
                        LOG.warnf(
                                "watch not started, will retry: kind=%s tries=%d error=%s",
                                kind, failures, failure.getMessage());
                    }
                }));
    }

    void start() {
        starting.start();
    }

    private void watch() {
        ResourceDefinitionContext found = discover();
        context = found;
        SharedIndexInformer<GenericKubernetesResource> all = kind.namespace().isEmpty()
                ? client.genericKubernetesResources(found).runnableInformer(0)
                : client.genericKubernetesResources(found)
                        .inNamespace(kind.namespace())
                        .runnableInformer(0);
        all.exceptionHandler((started, failure) -> !closed);
        all.addIndexers(Map.of(CLAIMED_FOR, object -> List.of(claimedFor(object))));
        all.addEventHandler(new Handler());
        informer = all;
        unserved = false;
        if (!closed) {
            all.start().thenRun(() -> listener.complete(kind));
        }
    }

    private ResourceDefinitionContext discover() {
        Optional<ResourceDefinitionContext> served = served();
        if (served.isEmpty()) {
            if (!unserved) {
                unserved = true;
                LOG.infof("kind not served by the cluster: kind=%s", kind);
                listener.complete(kind);
            }
            throw new KindNotServed(kind);
        }
        return served.get();
    }

    private Optional<ResourceDefinitionContext> served() {
        try {
            APIResourceList list = client.getApiResources(kind.apiVersion());
            return list == null
                    ? Optional.empty()
                    : list.getResources().stream()
                            .filter(resource -> resource.getKind().equals(kind.kind())
                                    && !resource.getName().contains("/"))
                            .findFirst()
                            .map(resource -> new ResourceDefinitionContext.Builder()
                                    .withGroup(group())
                                    .withVersion(
                                            kind.apiVersion().substring(group().isEmpty() ? 0 : group().length() + 1))
                                    .withKind(kind.kind())
                                    .withPlural(resource.getName())
                                    .withNamespaced(resource.getNamespaced())
                                    .build());
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return Optional.empty();
            }
            throw new ClusterUnavailable("reading the kinds of " + kind.apiVersion(), e);
        }
    }

    private String group() {
        int slash = kind.apiVersion().indexOf('/');
        return slash < 0 ? "" : kind.apiVersion().substring(0, slash);
    }

    /**
     * The current state of the object. An object that the watch does not know is read directly, because it may be new.
     *
     * @throws java.io.UncheckedIOException if the API server is unavailable
     */
    LiveState live(ObjectRef ref) {
        SharedIndexInformer<GenericKubernetesResource> all = informer;
        if (all == null || !all.hasSynced()) {
            return unserved ? new LiveState.Absent() : new LiveState.Unknown();
        }
        GenericKubernetesResource known =
                all.getStore().getByKey(kind.namespace().isEmpty() ? ref.name() : kind.namespace() + "/" + ref.name());
        GenericKubernetesResource object = known == null ? read(ref) : known;
        return object == null ? new LiveState.Absent() : new LiveState.Present(tree(object));
    }

    private @Nullable GenericKubernetesResource read(ObjectRef ref) {
        ResourceDefinitionContext found = context;
        if (found == null) {
            throw new IllegalStateException("a complete watch must know its kind: " + kind);
        }
        try {
            return kind.namespace().isEmpty()
                    ? client.genericKubernetesResources(found)
                            .withName(ref.name())
                            .get()
                    : client.genericKubernetesResources(found)
                            .inNamespace(kind.namespace())
                            .withName(ref.name())
                            .get();
        } catch (KubernetesClientException e) {
            throw new ClusterUnavailable("reading " + ref, e);
        }
    }

    private JsonNode tree(GenericKubernetesResource object) {
        return client.getKubernetesSerialization().convertValue(object, JsonNode.class);
    }

    /** All observed objects. */
    Stream<ObservedObject> all() {
        SharedIndexInformer<GenericKubernetesResource> all = informer;
        return all == null
                ? Stream.empty()
                : List.copyOf(all.getStore().list()).stream().map(this::observed);
    }

    /** The objects that name this application in their annotation. */
    Stream<ObservedObject> claimedFor(String applicationUid) {
        SharedIndexInformer<GenericKubernetesResource> all = informer;
        return all == null
                ? Stream.empty()
                : List.copyOf(all.getIndexer().byIndex(CLAIMED_FOR, applicationUid)).stream()
                        .map(this::observed);
    }

    private static String claimedFor(GenericKubernetesResource object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(Marks.APPLICATION_UID, "");
    }

    /** Returns true once all objects that existed at the start are known. */
    boolean isComplete() {
        SharedIndexInformer<GenericKubernetesResource> all = informer;
        return unserved || (all != null && all.hasSynced());
    }

    private ObservedObject observed(GenericKubernetesResource object) {
        ObjectRef ref = new ObjectRef(
                kind.apiVersion(),
                kind.kind(),
                Optional.of(kind.namespace()).filter(namespace -> !namespace.isEmpty()),
                object.getMetadata().getName());
        return new ObservedObject(ref, claimedFor(object));
    }

    @Override
    public void close() {
        closed = true;
        starting.interrupt();
        SharedIndexInformer<GenericKubernetesResource> all = informer;
        if (all != null) {
            all.stop();
        }
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
