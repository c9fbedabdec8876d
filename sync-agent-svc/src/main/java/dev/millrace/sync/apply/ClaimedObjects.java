package dev.millrace.sync.apply;

import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.render.lookup.ObjectQuery;
import dev.millrace.sync.render.lookup.OwnObjects;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The live objects that an Application has applied and that still carry its claim. No other object is read, whatever the query. */
final class ClaimedObjects implements OwnObjects {
    private final Claim claim;
    private final List<ObjectRef> applied;
    private final Function<ObjectRef, Optional<GenericKubernetesResource>> cluster;
    private final Function<GenericKubernetesResource, Map<String, Object>> content;

    /**
     * @param applied the objects of the applied record
     * @param cluster reads a live object
     */
    ClaimedObjects(
            Claim claim,
            Collection<ObjectRef> applied,
            Function<ObjectRef, Optional<GenericKubernetesResource>> cluster,
            Function<GenericKubernetesResource, Map<String, Object>> content) {
        this.claim = claim;
        this.applied = List.copyOf(applied);
        this.cluster = cluster;
        this.content = content;
    }

    @Override
    public Stream<Map<String, Object>> find(ObjectQuery query) {
        return applied.stream()
                .filter(query::selects)
                .flatMap(ref -> cluster.apply(ref).stream())
                .filter(claim::isOn)
                .map(this::withoutBookkeeping);
    }

    /** The version and the managers of an object change with each write, and no template needs them. */
    private Map<String, Object> withoutBookkeeping(GenericKubernetesResource object) {
        object.getMetadata().setManagedFields(List.of());
        object.getMetadata().setResourceVersion(null);
        return content.apply(object);
    }
}
