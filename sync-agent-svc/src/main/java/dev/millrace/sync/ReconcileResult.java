package dev.millrace.sync;

import dev.millrace.sync.health.ApplicationHealth;
import dev.millrace.sync.record.Ledger;
import dev.millrace.sync.state.OpenDrift;
import dev.millrace.sync.state.Preview;
import dev.millrace.sync.state.SourceProblem;
import dev.millrace.sync.state.SourceState;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The state of an application at the end of a pass.
 *
 * @param health absent if it was not read
 * @param source the source as it is known
 * @param waitsFor what the application waits for; empty if it waits for nothing
 * @param held true if another Application or a user has to act before the commit can be brought
 * @param ended the attempts that ended in this pass, the oldest first
 * @param left true if the Application is being deleted and nothing is left to be done
 * @param rechecked true if all objects were compared, as a deposed agent requested, and are as recorded
 * @param drift the objects that are known to differ from what was applied, by identity
 * @param contested identities of drifted objects that are left alone for a while, because somebody else sets them again and again
 * @param retryAt when a failed attempt is made again
 * @param checkAt the time of the next pass at the latest
 */
public record ReconcileResult(
        Ledger ledger,
        Optional<ApplicationHealth> health,
        SourceState source,
        String waitsFor,
        boolean held,
        List<EndedAttempt> ended,
        boolean left,
        boolean rechecked,
        Map<String, OpenDrift> drift,
        Set<String> contested,
        Optional<Instant> retryAt,
        Optional<Instant> checkAt) {

    public ReconcileResult {
        ended = List.copyOf(ended);
        drift = Map.copyOf(drift);
        contested = Set.copyOf(contested);
    }

    /** Returns the reason why the source can't be followed; empty if it can. */
    public Optional<SourceProblem> sourceProblem() {
        return source.problem();
    }

    /** Returns true if nothing is in progress, and nothing is waited for but health. */
    public boolean isSettled() {
        return waitsFor.isEmpty()
                && sourceProblem().isEmpty()
                && ledger.running().isEmpty();
    }

    /** Returns the changes that an attempt would make, if the application is only observed. */
    public Optional<Preview> preview() {
        return source.preview();
    }

    /** Returns true if the newest rendering read one of these files. */
    public boolean reads(Collection<String> paths) {
        return ledger.readSet().reads(paths);
    }
}
