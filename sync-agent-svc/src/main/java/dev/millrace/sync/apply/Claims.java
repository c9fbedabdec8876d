package dev.millrace.sync.apply;

import dev.millrace.events.value.ObjectRef;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The application that last applied, or began to apply, each object. An entry is only a hint to read an object before it is applied: the annotations
 * of the object itself always decide, so a lost or outdated entry does no harm.
 */
final class Claims {
    private static final int MAX_REMEMBERED = 20_000;

    private final Map<String, String> holders = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    /**
     * Reserves an object for an application, unless another one has it.
     *
     * @return false if another one has it
     */
    synchronized boolean reserve(ObjectRef ref, Claim claim) {
        String holder = holders.putIfAbsent(ref.identity(), claim.uid());
        return holder == null || holder.equals(claim.uid());
    }

    /** Records the application whose claim an object carries. */
    synchronized void hold(ObjectRef ref, String uid) {
        holders.put(ref.identity(), uid);
    }

    /** Removes a reservation that was not used. */
    synchronized void release(ObjectRef ref, Claim claim) {
        holders.remove(ref.identity(), claim.uid());
    }
}
