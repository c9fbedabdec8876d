package dev.millrace.sync;

import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.apply.Executor;
import dev.millrace.sync.lead.Overrun;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks the cluster which objects are other than they were applied. */
final class LiveCheck {
    private final Executor executor;

    LiveCheck(Executor executor) {
        this.executor = executor;
    }

    /** Of the objects whose drift was told, those that are ours, are to be healed, and do differ from what was applied. */
    Set<String> stillDrifted(Subject app, Tracked tracked) {
        Set<String> differing = new HashSet<>();
        Overrun late = tracked.recheck;
        if (late != null) {
            differing.addAll(lookAgain(app, tracked, late));
        }
        if (app.heal() || late != null) {
            tracked.ledger.objects().stream()
                    .filter(object -> late != null
                            || tracked.drifted.contains(object.ref().identity()))
                    .filter(object ->
                            executor.differs(object, tracked.ledger.record().salt()))
                    .forEach(object -> differing.add(object.ref().identity()));
        }
        tracked.drifted.clear();
        tracked.rechecked = late == null ? tracked.rechecked : late;
        tracked.recheck = null;
        return differing;
    }

    /**
     * Another agent changed objects when this one led already: any may be as it was before, and one that was gone may be there again. That
     * one is intended again, so that it is taken away if nobody wants it.
     */
    private Set<String> lookAgain(Subject app, Tracked tracked, Overrun late) {
        Set<String> known = new HashSet<>();
        tracked.ledger.recorded().forEach(recorded -> known.add(recorded.ref().identity()));
        List<ObjectRef> back = late.objects().stream()
                .filter(ref -> !known.contains(ref.identity()))
                .filter(ref -> executor.has(ref, app.claim()))
                .toList();
        tracked.set(tracked.ledger.applying(back));
        return back.stream().map(ObjectRef::identity).collect(Collectors.toSet());
    }
}
