package dev.millrace.sync;

import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.apply.Comparison;
import dev.millrace.sync.apply.Executor;
import dev.millrace.sync.apply.Treatment;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.lead.Overrun;
import dev.millrace.sync.state.DriftState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Compares suspected objects with the cluster. */
public final class DriftCheck {
    /** An object that is being deleted is compared again after this time. */
    private static final Duration WHILE_DELETED = Duration.ofSeconds(5);

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
        Set<String> ending = new HashSet<>();
        recheck.ifPresent(overrun ->
                reappeared(app, tracked, overrun).forEach(identity -> differing.put(identity, "it exists again")));
        List<AppliedObject> objects = objects(app, tracked, suspected, recheck.isPresent());
        Set<String> compared = new HashSet<>(suspected);
        objects.forEach(object -> compared.add(object.ref().identity()));
        List<Comparison> comparisons =
                executor.compare(objects, tracked.ledger().record().salt(), Treatment.of(app.spec()));
        for (int i = 0; i < objects.size(); i++) {
            ObjectRef ref = objects.get(i).ref();
            switch (comparisons.get(i)) {
                case Comparison.Same same -> {}
                case Comparison.Missing missing -> {
                    gone.add(ref.identity());
                    differing.put(ref.identity(), ref + ": it is missing");
                }
                case Comparison.Terminating terminating -> {
                    ending.add(ref.identity());
                    differing.put(ref.identity(), ref + ": it is being deleted");
                }
                case Comparison.Differs(String fields) -> differing.put(ref.identity(), ref + ": " + fields);
            }
        }
        tracked.set(tracked.drift()
                .compared(
                        compared, gone, differing, times(app, objects, ending, recheck.isPresent()), clock.instant()));
    }

    /** Returns the objects to compare: those that the policy allows. A suspected Namespace adds all objects in it. */
    private static List<AppliedObject> objects(
            Subject app, TrackedApplication tracked, Set<String> suspected, boolean all) {
        Set<String> namespaces = new HashSet<>();
        tracked.ledger().objects().stream()
                .map(AppliedObject::ref)
                .filter(ref -> ref.kind().equals("Namespace") && suspected.contains(ref.identity()))
                .forEach(ref -> namespaces.add(ref.name()));
        return tracked.ledger().objects().stream()
                .filter(object -> all
                        || suspected.contains(object.ref().identity())
                        || object.ref().namespace().filter(namespaces::contains).isPresent())
                .filter(object -> app.policy().allows(object.ref()))
                .toList();
    }

    /** Returns the times of restorations: after a recheck at once, and of an object that is being deleted not before the next comparison. */
    private DriftState.HealTimes times(
            Subject app, List<AppliedObject> objects, Set<String> ending, boolean isRecheck) {
        Map<String, String> kinds = new HashMap<>();
        objects.forEach(
                object -> kinds.put(object.ref().identity(), object.ref().kind()));
        Instant now = clock.instant();
        return (identity, since) -> {
            Optional<Instant> healAt =
                    isRecheck ? Optional.of(now) : app.spec().healAt(kinds.getOrDefault(identity, ""), since, now);
            Instant afterDeletion = now.plus(WHILE_DELETED);
            return healAt.map(at -> ending.contains(identity) && at.isBefore(afterDeletion) ? afterDeletion : at);
        };
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
