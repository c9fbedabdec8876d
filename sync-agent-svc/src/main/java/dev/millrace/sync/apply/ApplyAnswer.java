package dev.millrace.sync.apply;

import dev.millrace.events.SyncCompleted.FailureKind;
import dev.millrace.sync.apply.refusal.FieldConflict;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;

/** What became of one object. */
public sealed interface ApplyAnswer {

    /** It is in the cluster as desired; the object is the API server's answer, with its managed fields. */
    record Stored(GenericKubernetesResource object) implements ApplyAnswer {}

    /** It is not. The reason is for people and holds no Secret's value. */
    record Rejected(FailureKind kind, String reason) implements ApplyAnswer {}

    /** It is not: a field can't be changed once it is set. */
    record Immutable(String reason) implements ApplyAnswer {}

    /** It is not: others have fields of it, and nobody said who wins. */
    record Contested(List<FieldConflict> conflicts) implements ApplyAnswer {}

    /** Nobody knows: the API server went away. */
    record Unreached(ClusterUnavailable why) implements ApplyAnswer {}
}
