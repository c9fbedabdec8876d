package dev.millrace.sync;

import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.apply.Executor;
import dev.millrace.sync.lead.Overrun;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares suspected objects with the cluster. */
public final class DriftCheck {
    private final Executor executor;
    private final Clock clock;

    public DriftCheck(Executor executor, Clock clock) {
        this.executor = executor;
        this.clock = clock;
    }

    /** Reduces the suspected objects to those that are ours, are to be restored, and do differ from what was applied. */
    void compare(Subject app, TrackedApplication tracked) {
        Instant now = clock.instant();
        Set<String> suspected = tracked.drift().due(now);
        Optional<Overrun> recheck = tracked.drift().recheck();
        Set<String> differing = new HashSet<>();
        recheck.ifPresent(overrun -> differing.addAll(reappeared(app, tracked, overrun)));
        if (app.heal() || recheck.isPresent()) {
            tracked.ledger().objects().stream()
                    .filter(object -> recheck.isPresent()
                            || suspected.contains(object.ref().identity()))
                    .filter(object ->
                            executor.differs(object, tracked.ledger().record().salt()))
                    .map(AppliedObject::ref)
                    .forEach(ref -> differing.add(ref.identity()));
        }
        tracked.set(tracked.drift().compared(differing, now));
    }

    /**
     * A deposed agent changed objects while this one was the leader already: each may have its old content again, and one that was deleted may
     * exist again. Such an object is intended again, so that it is deleted if nothing declares it.
     */
    private Set<String> reappeared(Subject app, TrackedApplication tracked, Overrun overrun) {
        Set<String> known = new HashSet<>();
        tracked.ledger().recorded().forEach(recorded -> known.add(recorded.ref().identity()));
        List<ObjectRef> back = overrun.objects().stream()
                .filter(ref -> !known.contains(ref.identity()))
                .filter(ref -> executor.has(ref, app.claim()))
                .toList();
        tracked.set(tracked.ledger().applying(back));
        Set<String> identities = new HashSet<>();
        back.forEach(ref -> identities.add(ref.identity()));
        return identities;
    }
}
