package dev.millrace.sync;

import dev.millrace.events.SyncCompleted;
import dev.millrace.sync.health.ApplicationHealth;
import dev.millrace.sync.record.Ledger;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/**
 * How an application stands after it was looked at.
 *
 * @param health absent while its objects have not been seen
 * @param sourceTrouble why the source can't be followed; empty if it can
 * @param waits what it waits for before it goes on; empty if for nothing but health
 * @param ended the attempt that ended while it was looked at, if one did
 * @param leaving whether the application is being deleted, and nothing is left to be done for it
 * @param preview what would be done, if the application is only observed
 * @param rechecked whether the objects were looked at again, as was asked, and stand as the record says
 * @param again when to look again at the latest
 */
public record Outlook(
        Ledger ledger,
        Optional<ApplicationHealth> health,
        Optional<SourceTrouble> sourceTrouble,
        String waits,
        Optional<SyncCompleted> ended,
        boolean leaving,
        Optional<Preview> preview,
        boolean rechecked,
        Optional<Duration> again) {

    /** Whether its newest rendering read one of these files. */
    public boolean reads(Collection<String> paths) {
        return ledger.readSet().reads(paths);
    }
}
