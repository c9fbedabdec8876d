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
import java.util.stream.Stream;

/**
 * The objects that one application declares and another one has. When the other one gives up such an object, it is handed over instead of deleted,
 * so that an application that is renamed or moved keeps its objects.
 */
public final class PendingClaims {
    private final Map<String, Set<String>> declared = new ConcurrentHashMap<>();
    private final Consumer<String> granted;

    /** @param granted called with the uid of an application that can now have an object that it declares */
    public PendingClaims(Consumer<String> granted) {
        this.granted = granted;
    }

    /** Returns the identities of the objects that an application declares and that others may have. */
    public static Set<String> declared(SyncPlan plan) {
        return Stream.concat(of(plan).stream(), plan.assumed().stream().map(ObjectRef::identity))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the identities of the objects that a plan could not give to its application. */
    public static Set<String> of(SyncPlan plan) {
        return plan.refuse().stream()
                .map(Operation.Refuse::ref)
                .map(ObjectRef::identity)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Replaces the pending claims of an application. */
    public void of(String uid, Set<String> identities) {
        if (identities.isEmpty()) {
            declared.remove(uid);
        } else {
            declared.put(uid, identities);
        }
    }

    /** Replaces all pending claims by the recorded ones, by uid. */
    public void reset(Map<String, Set<String>> recorded) {
        declared.clear();
        recorded.forEach(this::of);
    }

    /** Forgets an application that is gone. */
    public void forget(String uid) {
        declared.remove(uid);
    }

    /** Returns true if another application declares the object. */
    public boolean isDeclaredBesides(String uid, ObjectRef ref) {
        return declared.entrySet().stream()
                .anyMatch(e -> !e.getKey().equals(uid) && e.getValue().contains(ref.identity()));
    }

    /** Triggers the applications that declare one of these objects, which no application has any longer. */
    public void free(Collection<ObjectRef> refs) {
        declared.forEach((uid, identities) -> {
            if (refs.stream().anyMatch(ref -> identities.contains(ref.identity()))) {
                granted.accept(uid);
            }
        });
    }
}
