package dev.millrace.sync.apply;

import dev.millrace.events.SyncCompleted.FailureKind;
import dev.millrace.sync.apply.refusal.FieldConflict;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;

/** The result of applying one object. */
public sealed interface ApplyAnswer {

    /** The object is in the cluster as desired; the value is the API server's answer, with its managed fields. */
    record Stored(GenericKubernetesResource object) implements ApplyAnswer {}

    /** The object was not created: there is one, or another application is about to create it. */
    record Present() implements ApplyAnswer {}

    /** The object was not applied. The reason is readable text without any value of a Secret. */
    record Rejected(FailureKind kind, String reason) implements ApplyAnswer {}

    /**
     * The object was not applied: a field can't be changed once it is set.
     *
     * @param recreated true if it is not the object that we applied: somebody else created it in its place
     */
    record Immutable(String reason, boolean recreated) implements ApplyAnswer {
        Immutable(String reason) {
            this(reason, false);
        }
    }

    /** The object was not applied: other managers own some of its fields, and no rule decides between them and us. */
    record Contested(List<FieldConflict> conflicts) implements ApplyAnswer {}

    /** The result is unknown: the API server became unavailable. */
    record Unreached(ClusterUnavailable why) implements ApplyAnswer {}
}
