package dev.millrace.cluster.record;

import dev.millrace.events.value.ObjectRef;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * The agent's next step, which is not recorded as done yet.
 *
 * @param applying objects that it applies, some of them possibly new
 * @param pruning objects that it deletes
 * @param replacing objects that it deletes and recreates
 */
public record Intent(Set<ObjectRef> applying, Set<ObjectRef> pruning, Set<ObjectRef> replacing) {
    public static final Intent NONE = new Intent(Set.of(), Set.of(), Set.of());

    public Intent {
        applying = Set.copyOf(applying);
        pruning = Set.copyOf(pruning);
        replacing = Set.copyOf(replacing);
    }

    /** Returns the intent to apply these too, and to delete and replace nothing. */
    public Intent applying(Collection<ObjectRef> more) {
        return new Intent(union(applying, more), Set.of(), Set.of());
    }

    /** Returns the intent to replace these too. */
    public Intent replacing(Collection<ObjectRef> more) {
        return new Intent(applying, pruning, union(replacing, more));
    }

    /** Returns the intent without the objects of these identities. */
    public Intent without(Set<String> identities) {
        return new Intent(without(applying, identities), without(pruning, identities), without(replacing, identities));
    }

    private static Set<ObjectRef> union(Set<ObjectRef> some, Collection<ObjectRef> more) {
        Set<ObjectRef> all = new HashSet<>(some);
        all.addAll(more);
        return all;
    }

    private static Set<ObjectRef> without(Set<ObjectRef> refs, Set<String> identities) {
        Set<ObjectRef> left = new HashSet<>(refs);
        left.removeIf(ref -> identities.contains(ref.identity()));
        return left;
    }

    /** Returns true if the agent itself may have deleted the object. */
    public boolean mayBeGone(ObjectRef ref) {
        return names(pruning, ref) || names(replacing, ref);
    }

    /** Returns true if the object may exist without being recorded. */
    public boolean mayBeNew(ObjectRef ref) {
        return names(applying, ref) || names(replacing, ref);
    }

    private static boolean names(Set<ObjectRef> refs, ObjectRef ref) {
        return refs.stream().anyMatch(other -> other.identity().equals(ref.identity()));
    }
}
