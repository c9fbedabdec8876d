package dev.millrace.cluster.record;

import dev.millrace.events.value.ObjectRef;
import java.util.Set;

/**
 * What the agent is about to do and has not recorded as done.
 *
 * @param applying objects that it applies, some perhaps for the first time
 * @param pruning objects that it deletes for good
 * @param replacing objects that it deletes and makes again
 */
public record Intent(Set<ObjectRef> applying, Set<ObjectRef> pruning, Set<ObjectRef> replacing) {
    public static final Intent NONE = new Intent(Set.of(), Set.of(), Set.of());

    public Intent {
        applying = Set.copyOf(applying);
        pruning = Set.copyOf(pruning);
        replacing = Set.copyOf(replacing);
    }

    /** Whether the object may be gone without anybody else having deleted it. */
    public boolean mayBeGone(ObjectRef ref) {
        return names(pruning, ref) || names(replacing, ref);
    }

    /** Whether the object may be there without being recorded. */
    public boolean mayBeNew(ObjectRef ref) {
        return names(applying, ref) || names(replacing, ref);
    }

    private static boolean names(Set<ObjectRef> refs, ObjectRef ref) {
        return refs.stream().anyMatch(other -> other.identity().equals(ref.identity()));
    }
}
