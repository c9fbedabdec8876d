package dev.millrace.sync.trigger;

import dev.millrace.sync.Outlook;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** How each application stood when it was last looked at, by uid. */
final class Outlooks {
    private final Map<String, Outlook> newest = new ConcurrentHashMap<>();

    void put(String uid, Outlook outlook) {
        newest.put(uid, outlook);
    }

    Optional<Outlook> of(String uid) {
        return Optional.ofNullable(newest.get(uid));
    }

    Set<String> all() {
        return Set.copyOf(newest.keySet());
    }

    /** Whether it waits for something else than health. */
    boolean waits(String uid) {
        return of(uid).filter(outlook -> !outlook.waits().isEmpty()).isPresent();
    }

    /** Whether it waits for another one, or its source can't be followed. */
    boolean isHeldUp(String uid) {
        return waits(uid) || of(uid).flatMap(Outlook::sourceTrouble).isPresent();
    }

    /** Those whose newest attempt failed. */
    List<String> failed() {
        Predicate<Outlook> failed = outlook -> !outlook.ledger().failure().isEmpty();
        return all().stream().filter(uid -> of(uid).filter(failed).isPresent()).toList();
    }

    void forget(String uid) {
        newest.remove(uid);
    }

    void clear() {
        newest.clear();
    }
}
