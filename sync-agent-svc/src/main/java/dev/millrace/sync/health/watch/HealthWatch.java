package dev.millrace.sync.health.watch;

import dev.millrace.events.Health;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.health.ApplicationHealth;
import dev.millrace.sync.health.HealthRules;
import dev.millrace.sync.health.exact.KindRules;
import dev.millrace.sync.health.object.ObjectHealth;
import dev.millrace.sync.identity.ClusterClients;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.plan.object.BuiltInKinds;
import dev.millrace.sync.plan.object.Guarded;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Watches the objects that applications have: one watch per identity, kind and namespace, however many applications share it, and none for kinds
 * that are healthy once they exist. Triggers the application when one of its objects has changed. An application sees what its own identity may
 * watch, and nothing else.
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

    private record Scope(Identity identity, String apiVersion, String kind, String namespace) {}

    /** An object as one identity may watch it. */
    private record WatchedObject(Identity identity, ObjectRef ref) {}

    private final ClusterClients clients;
    private final Function<ObjectRef, Optional<ResourceDefinitionContext>> kinds;
    private final Supplier<KindRules> rules;
    private final Consumer<String> changed;
    private final Surroundings surroundings;
    private final Map<Scope, KindWatch> watches = new HashMap<>();
    private final Map<String, Set<WatchedObject>> objects = new HashMap<>();

    /**
     * @param kinds the resource by which the API server serves a kind
     * @param rules the rules for kinds that are not Kubernetes' own
     * @param changed called with the uid of an application whose objects have changed
     * @param grace the time within which a controller writes the first status
     */
    public HealthWatch(
            KubernetesClient client,
            Function<ObjectRef, Optional<ResourceDefinitionContext>> kinds,
            Supplier<KindRules> rules,
            Consumer<String> changed,
            Clock clock,
            Duration grace) {
        this.clients = new ClusterClients(client);
        this.surroundings = new Surroundings(client, clock, grace, this::definitionChanged);
        this.kinds = kinds;
        this.rules = rules;
        this.changed = changed;
    }

    /** Replaces the watched objects of the application by these. */
    public synchronized void watch(String application, Identity identity, Collection<ObjectRef> refs) {
        Set<WatchedObject> watched = new HashSet<>();
        refs.stream()
                .filter(ref -> !isHealthyByBeingThere(ref))
                .forEach(ref -> watched.add(new WatchedObject(identity, ref)));
        Set<WatchedObject> before = objects.getOrDefault(application, Set.of());
        watched.removeIf(one -> !before.contains(one) && !begin(application, one));
        before.stream().filter(one -> !watched.contains(one)).forEach(one -> end(application, one));
        if (watched.isEmpty()) {
            objects.remove(application);
        } else {
            objects.put(application, watched);
        }
    }

    /** Watches nothing for the application any longer. */
    public void forget(String application) {
        watch(application, Identity.OWN, List.of());
    }

    /** @return false if the cluster doesn't serve the object's kind now; that may change by the next call */
    private boolean begin(String application, WatchedObject one) {
        ObjectRef ref = one.ref();
        Scope scope = scope(one);
        KindWatch watch = watches.get(scope);
        if (watch == null) {
            Optional<ResourceDefinitionContext> kind = kinds.apply(ref);
            if (kind.isEmpty()) {
                return false;
            }
            watch = KindWatch.start(clients, one.identity(), kind.get(), scope.namespace(), surroundings, changed);
            watches.put(scope, watch);
        }
        watch.add(ref.name(), application);
        if (Guarded.isVolumeClaim(ref)) {
            surroundings.watchClasses(this::classesChanged);
        }
        return true;
    }

    private void definitionChanged(String name) {
        List<KindWatch> concerned;
        synchronized (this) {
            concerned = watches.values().stream()
                    .filter(watch -> watch.definition().equals(name))
                    .toList();
        }
        concerned.forEach(KindWatch::triggerAll);
    }

    private void classesChanged() {
        Set<String> concerned = new HashSet<>();
        synchronized (this) {
            objects.forEach((application, refs) -> {
                if (refs.stream().map(WatchedObject::ref).anyMatch(Guarded::isVolumeClaim)) {
                    concerned.add(application);
                }
            });
        }
        concerned.forEach(changed);
    }

    private void end(String application, WatchedObject one) {
        Scope scope = scope(one);
        KindWatch watch = watches.get(scope);
        if (watch != null && watch.remove(one.ref().name(), application)) {
            watches.remove(scope);
            watch.close();
            endOfKind(watch);
        }
    }

    private void endOfKind(KindWatch ended) {
        if (watches.values().stream().noneMatch(other -> other.definition().equals(ended.definition()))) {
            surroundings.end(ended);
        }
    }

    private static Scope scope(WatchedObject one) {
        ObjectRef ref = one.ref();
        return new Scope(
                one.identity(), ref.apiVersion(), ref.kind(), ref.namespace().orElse(""));
    }

    private static boolean isHealthyByBeingThere(ObjectRef ref) {
        return HEALTHY_BY_BEING_THERE.contains(ref.kind()) && !BuiltInKinds.isCustom(ref);
    }

    /**
     * Returns the application's health, as far as the watches have received it.
     *
     * @param versions by object, the resourceVersion that must have been received; an older object is not judged
     */
    public synchronized ApplicationHealth of(Identity identity, Map<ObjectRef, String> versions) {
        return of(identity, versions, Set.of());
    }

    /**
     * Returns the health of an application that has objects that are removed automatically once they have completed.
     *
     * @param selfRemoving the objects that are removed automatically
     */
    public synchronized ApplicationHealth of(
            Identity identity, Map<ObjectRef, String> versions, Set<ObjectRef> selfRemoving) {
        Map<ObjectRef, Optional<ObjectHealth>> each = new HashMap<>();
        versions.forEach((ref, atLeast) ->
                each.put(ref, of(new WatchedObject(identity, ref), atLeast, selfRemoving.contains(ref))));
        return ApplicationHealth.of(each);
    }

    private Optional<ObjectHealth> of(WatchedObject one, String atLeast, boolean selfRemoving) {
        ObjectRef ref = one.ref();
        if (isHealthyByBeingThere(ref)) {
            return Optional.of(ObjectHealth.HEALTHY);
        }
        KindWatch watch = watches.get(scope(one));
        if (watch == null) {
            return Optional.of(ObjectHealth.UNWATCHED);
        }
        Optional<String> refusal = watch.refusal();
        if (refusal.isPresent()) {
            return Optional.of(new ObjectHealth(Health.Unknown, refusal.get()));
        }
        Optional<GenericKubernetesResource> seen = watch.seen(ref.name());
        if (seen.isEmpty()) {
            boolean complete = watch.isComplete() && !KindWatch.isOlder(watch.version(), atLeast);
            ObjectHealth absent = selfRemoving ? removed(watch, ref, atLeast) : ObjectHealth.MISSING;
            return complete ? Optional.of(absent) : Optional.empty();
        }
        return isOlder(seen.get(), atLeast) ? Optional.empty() : Optional.of(health(seen.get(), watch));
    }

    private ObjectHealth removed(KindWatch watch, ObjectRef ref, String atLeast) {
        return SelfRemoved.of(watch.removed(ref.name())
                .filter(last -> !isOlder(last, atLeast))
                .map(last -> health(last, watch)));
    }

    private ObjectHealth health(GenericKubernetesResource object, KindWatch watch) {
        return HealthRules.of(object, rules.get(), surroundings.of(object, watch));
    }

    private static boolean isOlder(GenericKubernetesResource object, String than) {
        return KindWatch.isOlder(object.getMetadata().getResourceVersion(), than);
    }

    @Override
    public synchronized void close() {
        watches.values().forEach(KindWatch::close);
        watches.clear();
        objects.clear();
        surroundings.close();
    }
}
