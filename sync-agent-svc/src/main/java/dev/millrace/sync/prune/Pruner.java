package dev.millrace.sync.prune;

import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.apply.Claim;
import dev.millrace.sync.apply.ClusterObjects;
import dev.millrace.sync.apply.KindUnavailable;
import dev.millrace.sync.apply.Parallel;
import dev.millrace.sync.plan.Directives;
import dev.millrace.sync.plan.Operation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Takes objects away. To be called again for those that are going, until they are gone. */
public final class Pruner {
    private static final int AT_ONCE = 8;

    private final ClusterObjects cluster;
    private final NamespaceContents namespaces;

    /** One object and what became of it. */
    public record Pruned(ObjectRef ref, Fate fate) {}

    public Pruner(ClusterObjects cluster, NamespaceContents namespaces) {
        this.cluster = cluster;
        this.namespaces = namespaces;
    }

    /**
     * Takes away one round of objects, in any order.
     *
     * @param withDependents whether an object is gone only when all that it made is gone too
     */
    public List<Pruned> prune(List<Operation.Prune> round, Claim claim, boolean withDependents) {
        List<Fate> fates = Parallel.each(
                round, AT_ONCE, prune -> answered(prune.ref(), () -> prune(prune, claim, withDependents)));
        List<Pruned> pruned = new ArrayList<>();
        for (int i = 0; i < round.size(); i++) {
            pruned.add(new Pruned(round.get(i).ref(), fates.get(i)));
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

    private Fate prune(Operation.Prune prune, Claim claim, boolean withDependents) {
        Optional<GenericKubernetesResource> there = cluster.read(prune.ref())
                .filter(object -> prune.uid().isEmpty() || uid(object).equals(prune.uid()));
        if (there.isEmpty()) {
            return new Fate.Gone();
        }
        return claim.isOn(there.get()) ? prune(prune.ref(), there.get(), claim, withDependents) : new Fate.Left();
    }

    private Fate prune(ObjectRef ref, GenericKubernetesResource object, Claim claim, boolean withDependents) {
        if (object.getMetadata().getDeletionTimestamp() != null) {
            return new Fate.Going(going(ref, object));
        }
        if (isKept(object)) {
            cluster.release(ref, uid(object));
            return new Fate.Left();
        }
        if (ref.kind().equals("Namespace") && ref.group().isEmpty()) {
            Optional<String> others = namespaces.othersIn(ref.name(), claim);
            if (others.isPresent()) {
                return new Fate.Stays(
                        ref + " is not deleted: it holds " + others.get() + ", which this Application did not apply");
            }
        }
        Optional<String> refused = cluster.delete(ref, uid(object), withDependents);
        if (refused.isPresent()) {
            return new Fate.Stays(ref + " can't be deleted: " + refused.get());
        }
        return cluster.read(ref)
                .filter(left -> uid(left).equals(uid(object)))
                .<Fate>map(left -> new Fate.Going(going(ref, left)))
                .orElseGet(Fate.Gone::new);
    }

    /** What an object that goes waits for. */
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

    /** These stay, and are nobody's any longer. */
    public void release(List<ObjectRef> refs, Claim claim) {
        Parallel.each(refs, AT_ONCE, ref -> {
            cluster.read(ref).filter(claim::isOn).ifPresent(object -> cluster.release(ref, uid(object)));
            return ref;
        });
    }

    private static String uid(GenericKubernetesResource object) {
        return Optional.ofNullable(object.getMetadata()).map(ObjectMeta::getUid).orElse("");
    }
}
