package dev.millrace.sync.health.watch;

import dev.millrace.cluster.SlimStore;
import dev.millrace.sync.health.object.ObjectFacts;
import dev.millrace.sync.identity.ClusterClients;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.plan.object.BuiltInKinds;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The watch of one kind in one namespace. */
final class KindWatch implements AutoCloseable {
    private final SharedIndexInformer<GenericKubernetesResource> informer;
    private final ResourceDefinitionContext kind;
    private final String namespace;
    private final Surroundings surroundings;
    private final Consumer<String> changed;
    /** The listener of a deletion may ask for the object before the informer's version has advanced. */
    private volatile String deleted = "";

    private final Map<String, Set<String>> applications = new ConcurrentHashMap<>();

    /** The last state of objects that may have removed themselves. */
    private final Map<String, GenericKubernetesResource> removed = new ConcurrentHashMap<>();

    private final WatchRefusal refusal;
    private volatile boolean closed;

    private KindWatch(
            SharedIndexInformer<GenericKubernetesResource> informer,
            Identity identity,
            ResourceDefinitionContext kind,
            String namespace,
            Surroundings surroundings,
            Consumer<String> changed) {
        this.informer = informer;
        this.kind = kind;
        this.namespace = namespace;
        this.surroundings = surroundings;
        this.changed = changed;
        this.refusal = new WatchRefusal(identity, informer::isWatching, () -> closed, this::triggerAll);
    }

    /**
     * @param identity the identity that watches
     * @param namespace empty for cluster-scoped kinds
     */
    static KindWatch start(
            ClusterClients clients,
            Identity identity,
            ResourceDefinitionContext kind,
            String namespace,
            Surroundings surroundings,
            Consumer<String> changed) {
        var all = clients.as(identity).genericKubernetesResources(kind);
        SharedIndexInformer<GenericKubernetesResource> informer = namespace.isEmpty()
                ? all.inAnyNamespace().runnableInformer(0)
                : all.inNamespace(namespace).runnableInformer(0);
        informer.itemStore(new SlimStore<>(KindWatch::lighten));
        KindWatch watch = new KindWatch(informer, identity, kind, namespace, surroundings, changed);
        informer.addEventHandler(watch.new Handler());
        informer.exceptionHandler((started, failure) -> {
            watch.refusal.failed(failure);
            return true;
        });
        informer.start();
        return watch;
    }

    /** Returns why the API server refuses the watch; empty if it doesn't. */
    Optional<String> refusal() {
        return refusal.reason();
    }

    void add(String name, String application) {
        applications.compute(name, (n, before) -> with(before, application));
    }

    private static Set<String> with(@Nullable Set<String> before, String application) {
        Set<String> after = new HashSet<>(before == null ? Set.of() : before);
        after.add(application);
        return Set.copyOf(after);
    }

    /** Returns true if no application needs the watch any longer. */
    boolean remove(String name, String application) {
        applications.computeIfPresent(name, (n, before) -> {
            Set<String> after = new HashSet<>(before);
            after.remove(application);
            return after.isEmpty() ? null : Set.copyOf(after);
        });
        removed.keySet().retainAll(applications.keySet());
        return applications.isEmpty();
    }

    Optional<GenericKubernetesResource> seen(String name) {
        return Optional.ofNullable(informer.getStore().getByKey(namespace.isEmpty() ? name : namespace + "/" + name));
    }

    /** Returns the last state, before its deletion, of an object that may have removed itself; empty if that was not observed. */
    Optional<GenericKubernetesResource> removed(String name) {
        return Optional.ofNullable(removed.get(name));
    }

    /** Returns true if all objects that existed at the start have been received. */
    boolean isComplete() {
        return informer.hasSynced();
    }

    /** Returns the resourceVersion up to which all events have been received; empty before the first. */
    String version() {
        String synced = Optional.ofNullable(informer.lastSyncResourceVersion()).orElse("");
        return isOlder(synced, deleted) ? deleted : synced;
    }

    /** Compares resource versions as numbers, which is allowed within one kind (Kubernetes API concepts, resource versions). */
    static boolean isOlder(String version, String than) {
        return version.length() == than.length() ? version.compareTo(than) < 0 : version.length() < than.length();
    }

    /** Returns true for a kind that Kubernetes itself doesn't serve. */
    boolean isCustom() {
        return BuiltInKinds.isCustom(kind.getGroup());
    }

    /** Returns the name of the CustomResourceDefinition that a custom kind has. */
    String definition() {
        return kind.getPlural() + "." + kind.getGroup();
    }

    /** Triggers all applications that have objects of the kind. */
    void triggerAll() {
        applications.values().stream().flatMap(Set::stream).distinct().forEach(changed);
    }

    private void trigger(GenericKubernetesResource object) {
        applications.getOrDefault(object.getMetadata().getName(), Set.of()).forEach(changed);
    }

    @Override
    public void close() {
        closed = true;
        informer.stop();
    }

    /** Removes the parts of an object that its health doesn't depend on, such as Pod templates. */
    private static void lighten(GenericKubernetesResource object) {
        if (object.getApiVersion().startsWith("apps/") && object.get("spec") instanceof Map<?, ?> spec) {
            spec.remove("template");
        }
    }

    private final class Handler implements ResourceEventHandler<GenericKubernetesResource> {
        @Override
        public void onAdd(GenericKubernetesResource object) {
            removed.remove(object.getMetadata().getName());
            trigger(object);
            if (isCustom()) {
                surroundings.graceLeft(object).ifPresent(left -> triggerAfter(left, object));
            }
        }

        /** An object without a status is judged again when its grace is over. */
        private void triggerAfter(Duration left, GenericKubernetesResource object) {
            CompletableFuture.delayedExecutor(left.toMillis() + 1, TimeUnit.MILLISECONDS)
                    .execute(() -> trigger(object));
        }

        @Override
        public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
            trigger(after);
        }

        @Override
        public void onDelete(GenericKubernetesResource object, boolean finalStateUnknown) {
            deleted = object.getMetadata().getResourceVersion();
            if (!finalStateUnknown && mayRemoveItself(object)) {
                remember(object);
            }
            trigger(object);
        }

        private void remember(GenericKubernetesResource object) {
            String name = object.getMetadata().getName();
            if (applications.containsKey(name)) {
                object.getMetadata().setDeletionTimestamp(null);
                removed.put(name, object);
            }
        }

        private static boolean mayRemoveItself(GenericKubernetesResource object) {
            ObjectFacts facts = new ObjectFacts(object);
            return facts.has("spec", "ttlSecondsAfterFinished") || facts.has("spec", "ttlStrategy");
        }

        /** There is no object of the kind: each expected one may be missing. */
        @Override
        public void onNothing() {
            triggerAll();
        }
    }
}
