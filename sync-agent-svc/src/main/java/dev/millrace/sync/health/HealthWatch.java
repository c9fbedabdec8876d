package dev.millrace.sync.health;

import dev.millrace.events.value.ObjectRef;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches the objects that applications have: one watch per kind and namespace, however many applications share it, and none for kinds
 * that are healthy by being there. Tells which application to look at when one of its objects changed.
 */
public final class HealthWatch implements AutoCloseable {
    private static final Set<String> HEALTHY_BY_BEING_THERE = Set.of(
            "ConfigMap",
            "Secret",
            "ServiceAccount",
            "Role",
            "RoleBinding",
            "ClusterRole",
            "ClusterRoleBinding",
            "NetworkPolicy",
            "LimitRange",
            "ResourceQuota",
            "PriorityClass",
            "StorageClass",
            "IngressClass",
            "RuntimeClass");

    private record Scope(String apiVersion, String kind, String namespace) {}

    private final KubernetesClient client;
    private final Function<ObjectRef, Optional<ResourceDefinitionContext>> kinds;
    private final Supplier<KindRules> rules;
    private final Consumer<String> changed;
    private final Map<Scope, KindWatch> watches = new HashMap<>();
    private final Map<String, Set<ObjectRef>> objects = new HashMap<>();

    /** Watched from when the first claim is. */
    private @Nullable StorageClasses classes;

    /**
     * @param kinds how the API server serves a kind
     * @param rules for kinds that Kubernetes doesn't have itself
     * @param changed called with an application's uid
     */
    public HealthWatch(
            KubernetesClient client,
            Function<ObjectRef, Optional<ResourceDefinitionContext>> kinds,
            Supplier<KindRules> rules,
            Consumer<String> changed) {
        this.client = client;
        this.kinds = kinds;
        this.rules = rules;
        this.changed = changed;
    }

    /** From now on the application has these objects, and no others. */
    public synchronized void watch(String application, Collection<ObjectRef> refs) {
        Set<ObjectRef> wanted = new HashSet<>();
        refs.stream().filter(ref -> !isHealthyByBeingThere(ref)).forEach(wanted::add);
        Set<ObjectRef> before = objects.getOrDefault(application, Set.of());
        wanted.removeIf(ref -> !before.contains(ref) && !begin(application, ref));
        before.stream().filter(ref -> !wanted.contains(ref)).forEach(ref -> end(application, ref));
        if (wanted.isEmpty()) {
            objects.remove(application);
        } else {
            objects.put(application, wanted);
        }
    }

    /** @return false if the cluster doesn't serve its kind now; the next time it may */
    private boolean begin(String application, ObjectRef ref) {
        Scope scope = scope(ref);
        KindWatch watch = watches.get(scope);
        if (watch == null) {
            Optional<ResourceDefinitionContext> kind = kinds.apply(ref);
            if (kind.isEmpty()) {
                return false;
            }
            watch = KindWatch.start(client, kind.get(), scope.namespace(), changed);
            watches.put(scope, watch);
        }
        watch.add(ref.name(), application);
        if (isClaim(ref) && classes == null) {
            classes = StorageClasses.start(client, this::classesChanged);
        }
        return true;
    }

    private static boolean isClaim(ObjectRef ref) {
        return ref.kind().equals("PersistentVolumeClaim") && ref.group().isEmpty();
    }

    private void classesChanged() {
        Set<String> concerned = new HashSet<>();
        synchronized (this) {
            objects.forEach((application, refs) -> {
                if (refs.stream().anyMatch(HealthWatch::isClaim)) {
                    concerned.add(application);
                }
            });
        }
        concerned.forEach(changed);
    }

    private Optional<String> bindingMode(String name) {
        return classes == null ? Optional.empty() : classes.bindingMode(name);
    }

    private void end(String application, ObjectRef ref) {
        Scope scope = scope(ref);
        KindWatch watch = watches.get(scope);
        if (watch != null && watch.remove(ref.name(), application)) {
            watches.remove(scope);
            watch.close();
        }
    }

    private static Scope scope(ObjectRef ref) {
        return new Scope(ref.apiVersion(), ref.kind(), ref.namespace().orElse(""));
    }

    private static boolean isHealthyByBeingThere(ObjectRef ref) {
        return HEALTHY_BY_BEING_THERE.contains(ref.kind());
    }

    /**
     * How the application is, as far as the watches have come.
     *
     * @param versions by object, the resourceVersion that must have been seen; an older object is not judged
     */
    public synchronized ApplicationHealth of(Map<ObjectRef, String> versions) {
        return of(versions, Set.of());
    }

    /**
     * The same for an application some of whose objects are removed by themselves once they have completed.
     *
     * @param selfRemoving these
     */
    public synchronized ApplicationHealth of(Map<ObjectRef, String> versions, Set<ObjectRef> selfRemoving) {
        Map<ObjectRef, Optional<ObjectHealth>> each = new HashMap<>();
        versions.forEach((ref, atLeast) -> each.put(ref, of(ref, atLeast, selfRemoving.contains(ref))));
        return ApplicationHealth.of(each);
    }

    private Optional<ObjectHealth> of(ObjectRef ref, String atLeast, boolean selfRemoving) {
        if (isHealthyByBeingThere(ref)) {
            return Optional.of(ObjectHealth.HEALTHY);
        }
        KindWatch watch = watches.get(scope(ref));
        if (watch == null) {
            return Optional.of(ObjectHealth.UNWATCHED);
        }
        Optional<GenericKubernetesResource> seen = watch.seen(ref.name());
        if (seen.isEmpty()) {
            boolean looked = watch.isComplete() && !KindWatch.isOlder(watch.version(), atLeast);
            ObjectHealth absent = selfRemoving ? removed(watch, ref, atLeast) : ObjectHealth.MISSING;
            return looked ? Optional.of(absent) : Optional.empty();
        }
        return isOlder(seen.get(), atLeast) ? Optional.empty() : Optional.of(health(seen.get()));
    }

    private ObjectHealth removed(KindWatch watch, ObjectRef ref, String atLeast) {
        return SelfRemoved.of(watch.removed(ref.name())
                .filter(last -> !isOlder(last, atLeast))
                .map(this::health));
    }

    private ObjectHealth health(GenericKubernetesResource object) {
        return HealthRules.of(object, rules.get(), this::bindingMode);
    }

    private static boolean isOlder(GenericKubernetesResource object, String than) {
        return KindWatch.isOlder(object.getMetadata().getResourceVersion(), than);
    }

    @Override
    public synchronized void close() {
        watches.values().forEach(KindWatch::close);
        watches.clear();
        objects.clear();
        if (classes != null) {
            classes.close();
            classes = null;
        }
    }
}
