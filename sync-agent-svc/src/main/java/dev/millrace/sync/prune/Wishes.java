package dev.millrace.sync.prune;

import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.plan.Operation;
import dev.millrace.sync.plan.SyncPlan;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Objects that applications want and that others have. What the other gives up is handed over instead of deleted, so that an application
 * that is renamed or moved takes its objects along.
 */
public final class Wishes {
    private final Map<String, Set<String>> wanted = new ConcurrentHashMap<>();
    private final Consumer<String> granted;

    /** @param granted called with the uid of an application that can have now what it wanted */
    public Wishes(Consumer<String> granted) {
        this.granted = granted;
    }

    /** What a plan could not give to its application. */
    public static Set<String> of(SyncPlan plan) {
        return plan.refuse().stream()
                .map(Operation.Refuse::ref)
                .map(ObjectRef::identity)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** From now on the application wants these, and nothing else. */
    public void of(String uid, Set<String> identities) {
        if (identities.isEmpty()) {
            wanted.remove(uid);
        } else {
            wanted.put(uid, identities);
        }
    }

    /** All that is recorded of what applications want, by uid. */
    public void beginAnew(Map<String, Set<String>> recorded) {
        wanted.clear();
        recorded.forEach(this::of);
    }

    /** The application is gone. */
    public void forget(String uid) {
        wanted.remove(uid);
    }

    /** Whether another application wants it. */
    public boolean isWantedBesides(String uid, ObjectRef ref) {
        return wanted.entrySet().stream()
                .anyMatch(e -> !e.getKey().equals(uid) && e.getValue().contains(ref.identity()));
    }

    /** These are nobody's now. */
    public void free(Collection<ObjectRef> refs) {
        wanted.forEach((uid, identities) -> {
            if (refs.stream().anyMatch(ref -> identities.contains(ref.identity()))) {
                granted.accept(uid);
            }
        });
    }
}
