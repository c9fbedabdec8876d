package dev.millrace.sync;

import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.apply.Comparison;
import dev.millrace.sync.apply.Executor;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.lead.Overrun;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Compares suspected objects with the cluster. */
public final class DriftCheck {
    private final Function<Identity, Executor> executors;
    private final Clock clock;

    public DriftCheck(Function<Identity, Executor> executors, Clock clock) {
        this.executors = executors;
        this.clock = clock;
    }

    /** Compares the suspected objects, or all if a deposed agent requests it. Those that differ and are to be restored stay suspected. */
    void compare(Subject app, TrackedApplication tracked) {
        Executor executor = executors.apply(app.identity());
        Set<String> suspected = tracked.drift().toCompare(clock.instant());
        Optional<Overrun> recheck = tracked.drift().recheck();
        Map<String, String> differing = new HashMap<>();
        Set<String> gone = new HashSet<>();
        recheck.ifPresent(overrun ->
                reappeared(app, tracked, overrun).forEach(identity -> differing.put(identity, "it exists again")));
        Set<String> compared = new HashSet<>(suspected);
        for (AppliedObject object : tracked.ledger().objects()) {
            String identity = object.ref().identity();
            if (recheck.isPresent() || suspected.contains(identity)) {
                compared.add(identity);
                if (!app.policy().allows(object.ref())) {
                    continue; // it is left as it is, and nothing of it is shown
                }
                switch (executor.compare(object, tracked.ledger().record().salt())) {
                    case Comparison.Same same -> {}
                    case Comparison.Missing missing -> {
                        gone.add(identity);
                        differing.put(identity, object.ref() + ": it is missing");
                    }
                    case Comparison.Differs(String fields) -> differing.put(identity, object.ref() + ": " + fields);
                }
            }
        }
        tracked.set(tracked.drift().compared(compared, gone, differing, app.heal() || recheck.isPresent()));
    }

    /**
     * A deposed agent changed objects while this one was the leader already: each may have its old content again, and one that was deleted may
     * exist again. Such an object is intended again, so that it is deleted if nothing declares it.
     */
    private Set<String> reappeared(Subject app, TrackedApplication tracked, Overrun overrun) {
        Set<String> known = new HashSet<>();
        tracked.ledger().recorded().forEach(recorded -> known.add(recorded.ref().identity()));
        Executor executor = executors.apply(app.identity());
        List<ObjectRef> back = overrun.objects().stream()
                .filter(ref -> !known.contains(ref.identity()))
                .filter(app.policy()::allows)
                .filter(ref -> executor.mayHave(ref, app.claim()))
                .toList();
        tracked.set(tracked.ledger().applying(back));
        Set<String> identities = new HashSet<>();
        back.forEach(ref -> identities.add(ref.identity()));
        return identities;
    }
}
