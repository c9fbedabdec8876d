package dev.millrace.sync.record;

import dev.millrace.events.value.ApplicationId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The store of applied records. Every call may throw {@link java.io.UncheckedIOException} while the store is unavailable. */
public interface Records {

    /** Another agent has written the record meanwhile: it is the leader now, and this one stops. */
    final class Taken extends IllegalStateException {
        public Taken(String message) {
            super(message);
        }
    }

    /**
     * Reads all records at once, for the first {@link #load} of each.
     *
     * @return by uid, the identities of the objects that the application declares and another one has
     */
    Map<String, Set<String>> readAhead();

    /** Returns the application's record; a new one if it has none. */
    Ledger load(ApplicationId application, String uid);

    /**
     * Writes the record over the one that was loaded or saved last.
     *
     * @throws Taken if another agent has written it since
     */
    void save(ApplicationId application, String uid, Ledger ledger);

    /** Returns the record of an application that may be gone; empty if there is none. */
    Optional<Ledger> find(String uid);

    /** Deletes the record; the objects stay. */
    void delete(String uid);

    /** Returns the uids of all applications that have a record. */
    Set<String> all();
}
