package dev.millrace.drift.record;

import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.events.value.ObjectRef;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The applications that recorded an object, and the number of recorded objects per kind. Both are updated with each change, so that a lookup
 * does not scan all records.
 *
 * @param <K> the kind by which objects are counted
 */
public final class RecordedObjects<K> {
    private final Function<ObjectRef, K> kindOf;
    private final Map<String, Set<String>> applications = new HashMap<>();
    private final Map<K, Integer> kinds = new HashMap<>();

    public RecordedObjects(Function<ObjectRef, K> kindOf) {
        this.kindOf = kindOf;
    }

    /**
     * Applies a change of a record.
     *
     * @return true if the set of kinds changed
     */
    public synchronized boolean update(RecordChange change) {
        Set<K> before = Set.copyOf(kinds.keySet());
        change.after().ifPresent(after -> after.objects().values().forEach(object -> {
            applications
                    .computeIfAbsent(object.ref().identity(), identity -> new HashSet<>())
                    .add(after.applicationUid());
            kinds.merge(kindOf.apply(object.ref()), 1, Integer::sum);
        }));
        change.before().ifPresent(known -> known.objects().values().forEach(object -> {
            kinds.computeIfPresent(kindOf.apply(object.ref()), (kind, count) -> count == 1 ? null : count - 1);
            forget(object, known.applicationUid(), change);
        }));
        return !before.equals(kinds.keySet());
    }

    private void forget(AppliedObject object, String applicationUid, RecordChange change) {
        String identity = object.ref().identity();
        if (change.after().flatMap(after -> after.object(identity)).isEmpty()) {
            applications.computeIfPresent(identity, (i, uids) -> {
                uids.remove(applicationUid);
                return uids.isEmpty() ? null : uids;
            });
        }
    }

    /** The uids of the applications that have recorded an object with this identity. */
    public synchronized Collection<String> applicationsOf(String identity) {
        return Set.copyOf(applications.getOrDefault(identity, Set.of()));
    }

    public synchronized Set<K> kinds() {
        return Set.copyOf(kinds.keySet());
    }
}
