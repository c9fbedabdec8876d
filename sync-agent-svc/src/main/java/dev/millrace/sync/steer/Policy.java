package dev.millrace.sync.steer;

import dev.millrace.cluster.application.DeletionPolicy;
import java.time.Duration;
import java.util.Optional;

/**
 * The part of an Application that decides when it is applied.
 *
 * @param deletion the policy for its objects; present only while the Application is being deleted
 * @param suspended true if commits and drift are left alone
 * @param observed true if changes are only previewed
 * @param heal true if drifted objects are restored
 * @param dependent true if it depends on other Applications
 * @param healthTimeout how long an attempt may take until all is healthy
 * @param syncRequested true if a user requested a sync that was not answered yet
 * @param confirmedPrune the revision whose pruning a user confirmed
 */
public record Policy(
        Optional<DeletionPolicy> deletion,
        boolean suspended,
        boolean observed,
        boolean heal,
        boolean dependent,
        Duration healthTimeout,
        boolean syncRequested,
        Optional<String> confirmedPrune) {

    /** Returns true if commits are followed now. */
    boolean isFollowing() {
        return deletion.isEmpty() && (!suspended || syncRequested);
    }
}
