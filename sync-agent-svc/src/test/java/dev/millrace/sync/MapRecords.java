package dev.millrace.sync;

import dev.millrace.cluster.record.AppliedRecord;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.sync.record.Ledger;
import dev.millrace.sync.record.RecordNotes;
import dev.millrace.sync.record.Records;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Records in memory. */
public final class MapRecords implements Records {
    private final Map<String, Ledger> ledgers = new ConcurrentHashMap<>();
    private final AtomicInteger saves = new AtomicInteger();
    private final AtomicInteger loads = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();

    /** Fails the next requests, this number of them. */
    public void failing(int times) {
        failures.set(times);
    }

    public MapRecords having(String uid, Ledger ledger) {
        ledgers.put(uid, ledger);
        return this;
    }

    /** Returns how often a record was written. */
    public int saves() {
        return saves.get();
    }

    /** Returns how often a record was requested, also in vain. */
    public int loads() {
        return loads.get();
    }

    private void check() {
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new UncheckedIOException("reading records", new IOException("no answer"));
        }
    }

    @Override
    public Map<String, Set<String>> readAhead() {
        Map<String, Set<String>> claims = new HashMap<>();
        ledgers.forEach((uid, ledger) -> claims.put(uid, ledger.noted().pendingClaims()));
        return claims;
    }

    @Override
    public Ledger load(ApplicationId application, String uid) {
        loads.incrementAndGet();
        check();
        return Optional.ofNullable(ledgers.get(uid)).orElseGet(() -> first(application, uid));
    }

    private static Ledger first(ApplicationId application, String uid) {
        return new Ledger(AppliedRecord.first(application, uid), RecordNotes.NOTHING);
    }

    @Override
    public void save(ApplicationId application, String uid, Ledger ledger) {
        check();
        saves.incrementAndGet();
        ledgers.put(uid, ledger);
    }

    @Override
    public Optional<Ledger> find(String uid) {
        check();
        return Optional.ofNullable(ledgers.get(uid));
    }

    @Override
    public void delete(String uid) {
        check();
        ledgers.remove(uid);
    }

    @Override
    public Set<String> all() {
        check();
        return Set.copyOf(ledgers.keySet());
    }
}
