package dev.millrace.sync.state;

import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.plan.Operation;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The progress of the newest attempt. Each state has its own counters and deadlines, and they end with it.
 *
 * <p>{@code stored} holds, for each object that this process applied, the resourceVersion under which the API server stored it: an older
 * version of the object says nothing about its health.
 */
public sealed interface AttemptState {

    /** The state of an application about which only its record is known. */
    AttemptState NEW = new Idle(Optional.empty(), 0, Set.of(), Map.of());

    /** Returns the resourceVersion of each object that this process applied. */
    Map<ObjectRef, String> stored();

    /** Returns the identities of recorded objects that the newest plan no longer desires. Their health does not count. */
    Set<String> undesired();

    /**
     * No attempt is running.
     *
     * @param retryAt when the failed attempt is made again; absent if another try would not help
     * @param failures the number of successive failed attempts at the same commit
     */
    record Idle(Optional<Instant> retryAt, int failures, Set<String> undesired, Map<ObjectRef, String> stored)
            implements AttemptState {
        public Idle {
            undesired = Set.copyOf(undesired);
            stored = Map.copyOf(stored);
        }

        /** Returns the same state with another time for the next try. */
        public Idle retryingAt(Instant at) {
            return new Idle(Optional.of(at), failures, undesired, stored);
        }
    }

    /** The attempt that the record holds has no plan: an earlier process began it, or its plan is outdated. */
    record Interrupted(Map<ObjectRef, String> stored) implements AttemptState {
        public Interrupted {
            stored = Map.copyOf(stored);
        }

        /** An earlier process began the attempt. */
        public Interrupted() {
            this(Map.of());
        }

        @Override
        public Set<String> undesired() {
            return Set.of();
        }
    }

    /** The steps of the plan are applied one after the other. */
    record Applying(Work work, int stepsDone, Map<ObjectRef, String> stored) implements AttemptState {
        public Applying {
            stored = Map.copyOf(stored);
        }

        @Override
        public Set<String> undesired() {
            return work.undesired();
        }

        /** Returns the state in which the objects become healthy. */
        public Settling settling() {
            return new Settling(work, stored);
        }

        /** Returns the state after the next step, in which these objects were stored. */
        public Applying afterStep(Map<ObjectRef, String> more) {
            Map<ObjectRef, String> all = new HashMap<>(stored);
            all.putAll(more);
            return new Applying(work, stepsDone + 1, all);
        }
    }

    /** All steps are applied; the objects are becoming healthy. */
    record Settling(Work work, Map<ObjectRef, String> stored) implements AttemptState {
        public Settling {
            stored = Map.copyOf(stored);
        }

        @Override
        public Set<String> undesired() {
            return work.undesired();
        }

        /** Returns the state in which what is no longer desired is deleted. */
        public Removing removing() {
            return new Removing(work, Removing.Order.AFTER_HEALTHY, 0, stored);
        }

        /** Returns the state when nothing is left to be pruned. */
        public Settling withoutPrune() {
            return new Settling(work.withoutPrune(), stored);
        }
    }

    /**
     * The objects that are no longer desired are deleted, round by round.
     *
     * @param order true if this is done before or after the plan's steps are applied
     * @param checks the number of successive checks that found the same round unfinished
     */
    record Removing(Work work, Order order, int checks, Map<ObjectRef, String> stored) implements AttemptState {
        public Removing {
            stored = Map.copyOf(stored);
        }

        /** The position of the deletion in the attempt. */
        public enum Order {
            BEFORE_APPLY,
            AFTER_HEALTHY
        }

        @Override
        public Set<String> undesired() {
            return work.undesired();
        }

        /** Returns the state in which the steps of the plan are applied, once what had to be deleted first is gone. */
        public Applying applying() {
            return new Applying(work, 0, stored);
        }

        /** Returns the state in which the objects have to become healthy again, once the old ones are gone. */
        public Settling settling() {
            return new Settling(work.withoutPrune(), stored);
        }

        /** Returns the state after one more check that found the round unfinished. */
        public Removing checked() {
            return new Removing(work, order, checks + 1, stored);
        }

        /** Returns the state after some objects were deleted. */
        public Removing advanced() {
            return new Removing(work, order, 0, stored);
        }
    }

    /**
     * The Application is being deleted, and all of its objects with it.
     *
     * @param checks the number of successive checks that found the same round unfinished
     * @param failures the number of successive failed attempts before this one
     */
    record Ending(List<Operation.Prune> objects, int checks, int failures) implements AttemptState {
        public Ending {
            objects = List.copyOf(objects);
        }

        @Override
        public Map<ObjectRef, String> stored() {
            return Map.of();
        }

        @Override
        public Set<String> undesired() {
            Set<String> all = new HashSet<>();
            objects.forEach(prune -> all.add(prune.ref().identity()));
            return Set.copyOf(all);
        }

        /** Returns the state after one more check that found the round unfinished. */
        public Ending checked() {
            return new Ending(objects, checks + 1, failures);
        }

        /** Returns the state after some objects were deleted. */
        public Ending advanced() {
            return new Ending(objects, 0, failures);
        }
    }
}
