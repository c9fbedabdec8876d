package dev.millrace.sync;

import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.orphan.MarkedObject;
import dev.millrace.sync.orphan.MarkedObjects;
import dev.millrace.sync.orphan.MarkedObjects.Listing;
import dev.millrace.sync.record.Ledger;
import dev.millrace.sync.report.Outcomes;
import java.lang.ref.SoftReference;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Finds the objects of an application whose record is lost, or older than its status. They count as objects that may exist: what Git declares is applied
 * again, and what it does not is pruned.
 */
final class LostRecords {
    private static final Logger LOG = Logger.getLogger(LostRecords.class);

    /** The time for which one list serves all applications of an identity: where one record is lost, many may be. */
    private static final Duration SERVES_FOR = Duration.ofSeconds(30);

    private final Function<Identity, MarkedObjects> marked;
    private final Clock clock;
    /** Kept while there is memory for it: it may be large, and is not needed for long. */
    private SoftReference<Last> last = new SoftReference<>(null);

    private record Last(Identity identity, String namespace, Listing listing, Instant at) {}

    LostRecords(Function<Identity, MarkedObjects> marked, Clock clock) {
        this.marked = marked;
        this.clock = clock;
    }

    /**
     * Adds the objects that carry the annotations of the application, if its record lacks attempts.
     *
     * @throws dev.millrace.sync.apply.ClusterUnavailable if the API server is unavailable
     */
    void recover(Subject app, TrackedApplication tracked) {
        Ledger ledger = tracked.ledger();
        if (!ledger.isBehind(app.published().attempt())) {
            return;
        }
        Listing listing = listing(app);
        List<ObjectRef> unrecorded = ledger.unrecorded(listing.objects().stream()
                .filter(object -> object.applicationUid().equals(app.uid()))
                .map(MarkedObject::ref)
                .filter(app.policy()::allows)
                .toList());
        LOG.warnf(
                "the applied record is lost or was restored, objects with the annotations of the Application are searched: application=%s attempt=%d"
                        + " expected=%d found=%d unread=%d complete=%s",
                app.id(),
                ledger.attempts(),
                app.published().attempt(),
                unrecorded.size(),
                listing.unread().size(),
                listing.isComplete());
        if (!unrecorded.isEmpty()) {
            tracked.set(ledger.applying(unrecorded));
        }
    }

    private synchronized Listing listing(Subject app) {
        Last before = last.get();
        if (before != null
                && before.identity().equals(app.identity())
                && before.namespace().equals(app.destination())
                && before.at().plus(SERVES_FOR).isAfter(clock.instant())) {
            return before.listing();
        }
        Listing listing = marked.apply(app.identity()).list(Optional.of(app.destination()));
        last = new SoftReference<>(new Last(app.identity(), app.destination(), listing, clock.instant()));
        return listing;
    }

    /** Returns the notice of the first attempt after a loss; empty for any other attempt. */
    static List<String> notice(Ledger before) {
        List<String> found = before.record().intent().applying().stream()
                .map(ObjectRef::toString)
                .sorted()
                .toList();
        return before.attempts() > 0 || found.isEmpty()
                ? List.of()
                : List.of(
                        "the applied record was lost; objects with the annotations of this Application count as applied by it: "
                                + Outcomes.some(found));
    }
}
