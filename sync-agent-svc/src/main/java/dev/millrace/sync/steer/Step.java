package dev.millrace.sync.steer;

import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.events.value.CommitId;
import dev.millrace.sync.state.Failure;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** The next step of an application. */
public sealed interface Step {

    /** A fact is looked up; nothing changes. */
    sealed interface Lookup extends Step {}

    /** The newest commit of the source is read. */
    record ReadSource() implements Lookup {}

    /** The commit to bring is decided by the source and by what users request. */
    record ResolveTarget() implements Lookup {}

    /** That commit is compared with what the newest attempt was made from. */
    record Compare(CommitId commit) implements Lookup {}

    /** The suspected objects are compared with the cluster. */
    record CompareDrift() implements Lookup {}

    /** The Applications that this one depends on are checked. */
    record CheckDependencies(CommitId commit) implements Lookup {}

    /** The health of the objects is read. */
    record CheckHealth() implements Lookup {}

    /** The changes that an attempt would make are computed. */
    record PreviewChanges(CommitId commit) implements Lookup {}

    /** Something changes: in the state, in the record or in the cluster. */
    sealed interface Action extends Step {}

    /** Everything that this commit asks for was decided. */
    record MarkCompared(CommitId commit) implements Action {}

    /** All objects are compared now, and again after a while; or that is planned no longer. */
    record ScheduleComparison(When when) implements Action {
        /** The moment of the comparison. */
        public enum When {
            NOW,
            NEVER
        }
    }

    /**
     * An attempt begins, or the interrupted one is resumed.
     *
     * @param trigger what it is published with
     * @param reason what it is shown with
     * @param healing identities of the objects to restore
     */
    record Begin(CommitId commit, Trigger trigger, Reason reason, Set<String> healing) implements Action {
        public Begin {
            healing = Set.copyOf(healing);
        }
    }

    /** An attempt begins to apply all objects of a commit that a user requested. */
    record BeginRequested(Target.Requested target) implements Action {}

    /** The next step of the plan is applied. */
    record ApplyNext() implements Action {}

    /** All steps are applied. */
    record FinishApplying() implements Action {}

    /** What is no longer desired begins to be deleted. */
    record BeginPruning() implements Action {}

    /** The next round of objects is deleted. */
    record PruneNext() implements Action {}

    /** What had to be deleted first is gone: the steps of the plan are applied. */
    record BeginApplying() implements Action {}

    /** Objects that are no longer desired stay, without being the application's. */
    record ReleaseUndesired() implements Action {}

    /** The old objects are gone, and the new ones have to become healthy again. */
    record SettleAgain() implements Action {}

    /** The running attempt has succeeded. */
    record Succeed() implements Action {}

    /**
     * The running attempt has failed.
     *
     * @param detail the reason, where only the facts contain it
     * @param retried true if the same commit is tried again, backing off
     */
    record Fail(Failure.Kind kind, String detail, boolean retried) implements Action {}

    /** A newer commit takes the place of the running attempt. */
    record Supersede() implements Action {}

    /** A change of health outside of an attempt is published. */
    record PublishHealth() implements Action {}

    /** The Application is being deleted: an attempt begins to delete all of its objects. */
    record BeginRemoval() implements Action {}

    /** The Application is being deleted: its objects stay. */
    record ReleaseAll() implements Action {}

    /** Nothing more can be done now. */
    sealed interface Pause extends Step {

        /** Returns what is waited for, for people; empty if nothing is. */
        String why();

        /** Returns the time of the next check; absent if only an event can change anything. */
        Optional<Instant> until();
    }

    /** Objects are becoming healthy. */
    record AwaitHealth(String why, Optional<Instant> until) implements Pause {}

    /** Something else than health is waited for. */
    record Await(String why, Optional<Instant> until) implements Pause {}

    /** Another Application or a user has to act before the commit can be brought. */
    record Hold(String why, Optional<Instant> until) implements Pause {}

    /** Nothing is waited for. */
    record Rest(Optional<Instant> until) implements Pause {
        @Override
        public String why() {
            return "";
        }
    }

    /** The Application is being deleted, and nothing is left to be done for it. */
    record Leave() implements Pause {
        @Override
        public String why() {
            return "";
        }

        @Override
        public Optional<Instant> until() {
            return Optional.empty();
        }
    }
}
