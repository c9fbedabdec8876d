package dev.millrace.sync;

import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.apply.Claim;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.plan.Operation;
import dev.millrace.sync.plan.PrunePlanner;
import dev.millrace.sync.prune.PendingClaims;
import dev.millrace.sync.prune.Pruner;
import dev.millrace.sync.record.Ledger;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Releases objects: they stay in the cluster, and no application claims them any longer. */
public final class Release {
    private static final Logger LOG = Logger.getLogger(Release.class);

    private final Function<Identity, Pruner> pruners;
    private final PendingClaims claims;
    private final Recorder recorder;

    public Release(Function<Identity, Pruner> pruners, PendingClaims claims, Recorder recorder) {
        this.pruners = pruners;
        this.claims = claims;
        this.recorder = recorder;
    }

    /**
     * Releases these objects and removes them from the record.
     *
     * @return those that can't be read now, each with the reason: they stay in the record
     */
    Map<ObjectRef, String> of(Pass pass, List<Operation.Prune> objects) {
        List<ObjectRef> refs = objects.stream().map(Operation.Prune::ref).toList();
        recorder.announceRemoval(pass, refs);
        Map<ObjectRef, String> unreleased =
                release(pass.app().identity(), pass.app().claim(), refs);
        forget(pass, refs.stream().filter(ref -> !unreleased.containsKey(ref)).toList());
        return unreleased;
    }

    /** Releases all objects of an Application that is being deleted. Annotations that can't be removed name an Application that is gone. */
    void all(Pass pass) {
        Map<ObjectRef, String> unreleased =
                of(pass, PrunePlanner.all(pass.tracked().ledger().recorded()));
        unreleased.forEach(Release::logUnreleased);
        forget(pass, List.copyOf(unreleased.keySet()));
    }

    /** Releases the objects of an Application that disappeared without its finalizer, and with it the account that it acted as. */
    void of(Ledger ledger) {
        Claim claim = new Claim(ledger.record().application(), ledger.record().applicationUid());
        List<ObjectRef> refs = PrunePlanner.all(ledger.recorded()).stream()
                .map(Operation.Prune::ref)
                .toList();
        release(Identity.OWN, claim, refs).forEach(Release::logUnreleased);
    }

    /** Returns the objects that another Application declares. */
    List<Operation.Prune> declaredBesides(String uid, List<Operation.Prune> objects) {
        return objects.stream()
                .filter(prune -> claims.isDeclaredBesides(uid, prune.ref()))
                .toList();
    }

    private Map<ObjectRef, String> release(Identity identity, Claim claim, List<ObjectRef> refs) {
        Map<ObjectRef, String> unreleased = pruners.apply(identity).release(refs, claim);
        claims.free(refs.stream().filter(ref -> !unreleased.containsKey(ref)).toList());
        return unreleased;
    }

    private static void forget(Pass pass, List<ObjectRef> refs) {
        pass.tracked().set(pass.tracked().ledger().without(refs));
        pass.tracked().set(pass.tracked().drift().settled(refs));
        pass.changedCluster();
    }

    private static void logUnreleased(ObjectRef ref, String reason) {
        LOG.warnf("object keeps the annotations of a deleted Application: object=%s error=%s", ref, reason);
    }
}
