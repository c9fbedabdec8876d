package dev.millrace.sync.prune;

import dev.millrace.events.value.ObjectRef;
import dev.millrace.messaging.Parallel;
import dev.millrace.sync.apply.Claim;
import dev.millrace.sync.apply.ClusterObjects;
import dev.millrace.sync.apply.KindUnavailable;
import dev.millrace.sync.apply.PreconditionFailed;
import dev.millrace.sync.plan.Directives;
import dev.millrace.sync.plan.Operation;
import dev.millrace.sync.plan.object.Guarded;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Deletes objects. The caller repeats the call for those that are being deleted, until they are gone. */
public final class Pruner {
    private static final Logger LOG = Logger.getLogger(Pruner.class);
    private static final int AT_ONCE = 8;
    private static final int TRIES = 5;

    private final ClusterObjects cluster;
    private final NamespaceContents namespaces;
    private final DefinitionContents definitions;

    /** One object and the result for it. */
    public record Pruned(ObjectRef ref, Fate fate) {}

    public Pruner(ClusterObjects cluster, KubernetesClient client) {
        this.cluster = cluster;
        this.namespaces = new NamespaceContents(client, cluster);
        this.definitions = new DefinitionContents(client);
    }

    /**
     * Deletes one round of objects, in any order.
     *
     * @param withDependents true if an object counts as gone only when its dependents are gone too
     */
    public List<Pruned> prune(List<Operation.Prune> round, Removals all, boolean withDependents) {
        List<Fate> fates = Parallel.each(
                round, AT_ONCE, prune -> answered(prune.ref(), () -> prune(prune.ref(), all, withDependents)));
        List<Pruned> pruned = new ArrayList<>();
        for (int i = 0; i < round.size(); i++) {
            pruned.add(new Pruned(round.get(i).ref(), fates.get(i)));
            if (fates.get(i) instanceof Fate.Left(String why)) {
                LOG.infof(
                        "an object is no longer desired and is left: application=%s reason=%s",
                        all.claim().application(), why);
            }
        }
        return pruned;
    }

    private static Fate answered(ObjectRef ref, Supplier<Fate> prune) {
        try {
            return prune.get();
        } catch (KindUnavailable e) {
            return new Fate.Stays(ref + " is not deleted: " + e.reason());
        }
    }

    private Fate prune(ObjectRef ref, Removals all, boolean withDependents) {
        return PreconditionFailed.retried(TRIES, failed -> pruneAsFound(ref, all, withDependents))
                .orElseGet(() ->
                        new Fate.Stays(ref + " is not deleted: others changed it during each of " + TRIES + " tries"));
    }

    /** An object with that name and our annotations is ours, even if it was recreated since it was applied. */
    private Fate pruneAsFound(ObjectRef ref, Removals all, boolean withDependents) {
        Optional<GenericKubernetesResource> there = cluster.read(ref);
        if (there.isEmpty()) {
            return new Fate.Gone();
        }
        return all.claim().isOn(there.get())
                ? prune(ref, there.get(), all, withDependents)
                : new Fate.Left(ref + " stays: it does not carry the annotations of this Application");
    }

    private Fate prune(ObjectRef ref, GenericKubernetesResource object, Removals all, boolean withDependents) {
        if (object.getMetadata().getDeletionTimestamp() != null) {
            return new Fate.Going(going(ref, object));
        }
        if (isKept(object)) {
            cluster.release(ref, uid(object));
            return new Fate.Left(ref + " stays: an annotation on it asks to keep it");
        }
        Optional<String> others = all.confirmation().isGiven() ? Optional.empty() : others(ref, object, all);
        if (others.isPresent()) {
            return new Fate.Withheld(ref + " is not deleted: it holds " + others.get()
                    + ", which this Application did not apply or still declares; "
                    + all.confirmation().advice());
        }
        Optional<String> refused = cluster.delete(ref, object, withDependents);
        if (refused.isPresent()) {
            return new Fate.Stays(ref + " can't be deleted: " + refused.get());
        }
        return cluster.read(ref)
                .filter(left -> uid(left).equals(uid(object)) || all.claim().isOn(left))
                .<Fate>map(left -> new Fate.Going(going(ref, left)))
                .orElseGet(Fate.Gone::new);
    }

    /** Returns one of the objects that would be deleted with this one although they are to stay. */
    private Optional<String> others(ObjectRef ref, GenericKubernetesResource object, Removals all) {
        if (Guarded.isNamespace(ref)) {
            return namespaces.othersIn(ref.name(), all);
        }
        return Guarded.isDefinition(ref) ? definitions.othersOf(object, all) : Optional.empty();
    }

    /** Returns the reason why an object that is being deleted still exists. */
    private static String going(ObjectRef ref, GenericKubernetesResource object) {
        List<String> finalizers =
                Optional.ofNullable(object.getMetadata().getFinalizers()).orElse(List.of());
        return ref + " is being deleted"
                + (finalizers.isEmpty() ? "" : ", and waits for its finalizers " + String.join(", ", finalizers));
    }

    private static boolean isKept(GenericKubernetesResource object) {
        Map<String, String> annotations =
                Optional.ofNullable(object.getMetadata().getAnnotations()).orElse(Map.of());
        return Directives.of(annotations).kept();
    }

    /**
     * Releases these objects: they stay, and no application claims them any longer.
     *
     * @return those that can't be read, each with the reason: their annotations still name the application
     */
    public Map<ObjectRef, String> release(List<ObjectRef> refs, Claim claim) {
        Map<ObjectRef, String> unreleased = new ConcurrentHashMap<>();
        Parallel.each(refs, AT_ONCE, ref -> {
            try {
                cluster.read(ref).filter(claim::isOn).ifPresent(object -> cluster.release(ref, uid(object)));
            } catch (KindUnavailable e) {
                unreleased.put(ref, e.reason());
            }
            return ref;
        });
        return unreleased;
    }

    private static String uid(GenericKubernetesResource object) {
        return Optional.ofNullable(object.getMetadata()).map(ObjectMeta::getUid).orElse("");
    }
}
