package dev.millrace.sync.serve;

import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.ReconcileResult;
import dev.millrace.sync.orphan.MarkedObject;
import dev.millrace.sync.orphan.MarkedObjects;
import dev.millrace.sync.orphan.MarkedObjects.Listing;
import dev.millrace.sync.orphan.Orphan;
import dev.millrace.sync.orphan.Orphan.Holder;
import dev.millrace.sync.record.Ledger;
import dev.millrace.sync.record.Records;
import dev.millrace.sync.trigger.Applications;
import dev.millrace.sync.trigger.Results;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the objects that Millrace applied and that belong to no Application. */
public final class Orphans {
    static final int MAX_SHOWN = 1_000;

    private final MarkedObjects marked;
    private final Applications applications;
    private final Results results;
    private final Records records;
    private final String cluster;

    /**
     * @param marked lists objects with the agent's own rights
     * @param cluster the name of the cluster
     */
    public Orphans(MarkedObjects marked, Applications applications, Results results, Records records, String cluster) {
        this.marked = marked;
        this.applications = applications;
        this.results = results;
        this.records = records;
        this.cluster = cluster;
    }

    /**
     * The orphans.
     *
     * @param orphans the first ones, by their Applications
     * @param total the number of all
     * @param unread the kinds that could not be listed, each with the reason
     * @param complete false if the cluster has more objects than are read at once
     */
    public record Report(List<Orphan> orphans, int total, List<String> unread, boolean complete) {}

    /**
     * Returns the orphans as they are now; one search runs at a time.
     *
     * @throws java.io.UncheckedIOException if the API server is unavailable
     */
    public synchronized Report find() {
        Listing listing = marked.list(Optional.empty());
        Set<String> existing = applications.uidsNow(); // after the objects: one created meanwhile has an Application
        Map<String, List<ObjectRef>> byUid = listing.objects().stream()
                .collect(Collectors.groupingBy(
                        MarkedObject::applicationUid, Collectors.mapping(MarkedObject::ref, Collectors.toList())));
        Map<String, Holder> holders = new HashMap<>();
        byUid.forEach(
                (uid, refs) -> holders.put(uid, existing.contains(uid) ? holder(uid, refs) : new Holder.Absent()));
        List<Orphan> all = Orphan.among(listing.objects(), cluster, holders::get);
        return new Report(all.stream().limit(MAX_SHOWN).toList(), all.size(), listing.unread(), listing.isComplete());
    }

    /** The record is read again where the last pass lacks an object: a pass that runs now may have just created it. */
    private Holder holder(String uid, List<ObjectRef> refs) {
        Optional<Ledger> lastPass = results.of(uid).map(ReconcileResult::ledger);
        if (lastPass.isEmpty()) {
            return new Holder.Unread();
        }
        Optional<Ledger> current = lastPass.get().unrecorded(refs).isEmpty() ? lastPass : records.find(uid);
        return current.<Holder>map(ledger -> new Holder.Known(ledger.recorded().stream()
                        .map(recorded -> recorded.ref().identity())
                        .collect(Collectors.toSet())))
                .orElseGet(Holder.Unread::new);
    }
}
