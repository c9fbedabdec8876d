package dev.millrace.sync.prune;

import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.apply.Claim;
import dev.millrace.sync.plan.Operation;
import dev.millrace.sync.plan.object.Confirmation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The objects that an application deletes in one operation, round by round.
 *
 * @param going the identities of all objects that are to be deleted, also of other rounds
 * @param confirmation the confirmation for objects whose deletion deletes others
 */
public record Removals(Claim claim, Set<String> going, Confirmation confirmation) {

    public Removals {
        going = Set.copyOf(going);
    }

    public static Removals of(Claim claim, Collection<Operation.Prune> prunes, Confirmation confirmation) {
        return new Removals(
                claim, prunes.stream().map(prune -> prune.ref().identity()).collect(Collectors.toSet()), confirmation);
    }

    /**
     * Returns true if an object that would be deleted with another one is to be deleted anyway: this application applied it, and it is no longer desired.
     *
     * @param group the API group of its kind, which items of a list don't repeat
     */
    boolean include(String group, String kind, GenericKubernetesResource object) {
        Optional<String> namespace = Optional.ofNullable(object.getMetadata().getNamespace());
        ObjectRef ref = new ObjectRef(
                group + "/v1",
                kind,
                namespace,
                object.getMetadata().getName()); // its identity is the same in any version
        return claim.isOn(object) && going.contains(ref.identity());
    }
}
