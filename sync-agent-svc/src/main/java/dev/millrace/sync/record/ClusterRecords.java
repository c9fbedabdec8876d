package dev.millrace.sync.record;

import dev.millrace.cluster.record.AppliedRecord;
import dev.millrace.cluster.record.ReadOutcome;
import dev.millrace.cluster.record.RecordStore;
import dev.millrace.cluster.record.RecordVersion;
import dev.millrace.cluster.record.SaveOutcome;
import dev.millrace.cluster.record.StoredRecord;
import dev.millrace.events.value.ApplicationId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Records in Secrets of the agent's namespace. */
public final class ClusterRecords implements Records {
    private static final Logger LOG = Logger.getLogger(ClusterRecords.class);

    private final RecordStore store;
    private final Map<String, RecordVersion> versions = new ConcurrentHashMap<>();
    private final Map<String, ReadOutcome> ahead = new ConcurrentHashMap<>();

    /** The uids whose record was requested. All others have none, if all records were read ahead. */
    private final Set<String> requested = ConcurrentHashMap.newKeySet();

    private volatile boolean allRead;

    public ClusterRecords(RecordStore store) {
        this.store = store;
    }

    @Override
    public Map<String, Set<String>> readAhead() {
        allRead = false;
        ahead.clear();
        requested.clear();
        ahead.putAll(store.loadAll());
        allRead = true;
        Map<String, Set<String>> pending = new HashMap<>();
        ahead.forEach((uid, outcome) -> {
            if (outcome instanceof ReadOutcome.Found(StoredRecord stored)) {
                pending.put(uid, Notes.pendingClaims(stored.record()));
            }
        });
        return pending;
    }

    @Override
    public Ledger load(ApplicationId application, String uid) {
        versions.remove(uid);
        AppliedRecord first = AppliedRecord.first(application, uid);
        return switch (outcome(uid)) {
            case ReadOutcome.Found found -> {
                versions.put(uid, found.stored().version());
                yield Notes.read(found.stored().record());
            }
            case ReadOutcome.Absent absent -> Notes.read(first);
            case ReadOutcome.Outdated outdated -> throw new Taken(application + ": written while it was read");
            case ReadOutcome.Damaged damaged -> {
                LOG.errorf(
                        "record can't be read, a new one is built from the objects: application=%s error=%s",
                        application, damaged.reason());
                versions.put(uid, damaged.version());
                yield Notes.read(first);
            }
        };
    }

    /** Uses a record that was read ahead only once: a second load means that another agent has written it, and a save without its version fails. */
    private ReadOutcome outcome(String uid) {
        ReadOutcome known = ahead.remove(uid);
        boolean first = requested.add(uid);
        if (known != null) {
            return known;
        }
        if (first && allRead) {
            return new ReadOutcome.Absent();
        }
        ReadOutcome outcome = store.load(uid);
        if (outcome instanceof ReadOutcome.Found(StoredRecord stored)) {
            store.sweep(stored);
        }
        return outcome;
    }

    @Override
    public void save(ApplicationId application, String uid, Ledger ledger) {
        switch (store.save(Notes.write(ledger), Optional.ofNullable(versions.get(uid)))) {
            case SaveOutcome.Saved saved -> versions.put(uid, saved.version());
            case SaveOutcome.Conflict conflict -> throw new Taken(application + ": " + conflict.reason());
        }
    }

    @Override
    public Optional<Ledger> find(String uid) {
        return store.load(uid) instanceof ReadOutcome.Found(StoredRecord stored)
                ? Optional.of(Notes.read(stored.record()))
                : Optional.empty();
    }

    @Override
    public void delete(String uid) {
        versions.remove(uid);
        ahead.remove(uid);
        requested.remove(uid);
        if (store.load(uid) instanceof ReadOutcome.Found(StoredRecord stored)) {
            store.delete(stored);
        }
    }

    @Override
    public Set<String> all() {
        return new HashSet<>(store.applicationUids());
    }
}
