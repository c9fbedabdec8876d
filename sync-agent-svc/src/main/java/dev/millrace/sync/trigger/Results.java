package dev.millrace.sync.trigger;

import dev.millrace.events.value.CommitId;
import dev.millrace.sync.ReconcileResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The result of the last pass over each application, by uid. */
public final class Results {
    private final Map<String, ReconcileResult> newest = new ConcurrentHashMap<>();

    /** The reasons for which applications are not reconciled, by uid. */
    private final Map<String, String> setAside = new ConcurrentHashMap<>();

    void put(String uid, ReconcileResult result) {
        setAside.remove(uid);
        newest.put(uid, result);
    }

    /** The application is not reconciled: the others don't wait for it. */
    void setAside(String uid, String reason) {
        setAside.put(uid, reason);
    }

    /** Returns why an application is not reconciled, since it ended the process; empty if it is. */
    public Optional<String> setAside(String uid) {
        return Optional.ofNullable(setAside.get(uid));
    }

    /** Returns the result of the last pass over an application. */
    public Optional<ReconcileResult> of(String uid) {
        return Optional.ofNullable(newest.get(uid));
    }

    /** Returns the uids of all applications that were reconciled. */
    public Set<String> all() {
        return Set.copyOf(newest.keySet());
    }

    /** Returns true if an application waits for anything other than health. */
    boolean isWaiting(String uid) {
        return of(uid).filter(result -> !result.waitsFor().isEmpty()).isPresent();
    }

    /** Returns true if an application can't follow its source before another application, a user or the host acts. */
    boolean isHeld(String uid) {
        return setAside.containsKey(uid)
                || of(uid).filter(result ->
                                result.held() || result.sourceProblem().isPresent())
                        .isPresent();
    }

    /** Returns the commit with which an application was compared last. */
    Optional<CommitId> comparedWith(String uid) {
        return of(uid).flatMap(result -> result.source().compared());
    }

    /** Returns the commit with which an application was compared last, if no attempt is running and the newest one did not fail. */
    Optional<CommitId> settledAt(String uid) {
        return of(uid).filter(result -> result.ledger().running().isEmpty()
                        && result.ledger().failure().isEmpty())
                .flatMap(result -> result.source().compared());
    }

    /** Returns the applications whose newest attempt failed. */
    List<String> failed() {
        Predicate<ReconcileResult> failed = result -> result.ledger().failure().isPresent();
        return all().stream().filter(uid -> of(uid).filter(failed).isPresent()).toList();
    }

    void forget(String uid) {
        newest.remove(uid);
        setAside.remove(uid);
    }

    void clear() {
        newest.clear();
        setAside.clear();
    }
}
