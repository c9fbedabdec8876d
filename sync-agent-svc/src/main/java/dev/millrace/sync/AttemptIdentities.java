package dev.millrace.sync;

import dev.millrace.sync.record.Attempt;
import dev.millrace.sync.record.Ledger;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Draws the ids of attempts. They are recorded before the attempt changes anything. */
final class AttemptIdentities {
    private final Supplier<Optional<UUID>> cluster;

    /** @param cluster the uid of the cluster */
    AttemptIdentities(Supplier<Optional<UUID>> cluster) {
        this.cluster = cluster;
    }

    /**
     * Returns the ids of a new attempt.
     *
     * @throws java.io.UncheckedIOException while the API server is unavailable
     */
    Attempt.Identity draw(Ledger ledger) {
        return new Attempt.Identity(UUID.randomUUID(), ledger.record().id(), cluster.get());
    }
}
