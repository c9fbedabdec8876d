package dev.millrace.sync.record;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.millrace.events.Cause;
import dev.millrace.events.SyncCompleted.Action;
import dev.millrace.events.SyncCompleted.ObjectChange;
import dev.millrace.events.SyncCompleted.ObjectFailure;
import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.value.Traceparent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * One attempt to bring an application to a revision, with its progress. It is part of the record, so that a restarted agent can end it.
 *
 * @param number the number of the attempt, which increases with each attempt of an application
 * @param previous the revision of the attempt before this one
 * @param why the reason for the attempt, and its causes
 * @param appliedAt the time at which the last object was applied; absent while objects are being applied
 * @param done the work so far
 * @param identity the ids of the attempt; absent in records of older versions
 */
public record Attempt(
        long number,
        RepositoryId repository,
        GitRef ref,
        CommitId revision,
        Optional<CommitId> previous,
        Why why,
        Instant startedAt,
        Optional<Instant> appliedAt,
        Work done,
        Optional<Identity> identity) {

    /** Rejects a note of another version that lacks a part. */
    @SuppressWarnings("ConstantValue") // older records have no ids
    public Attempt {
        Stream.of(repository, ref, revision, why, startedAt, done).forEach(Objects::requireNonNull);
        identity = identity == null ? Optional.empty() : identity;
    }

    /** An attempt that has no ids yet. */
    public Attempt(
            long number,
            RepositoryId repository,
            GitRef ref,
            CommitId revision,
            Optional<CommitId> previous,
            Why why,
            Instant startedAt,
            Optional<Instant> appliedAt,
            Work done) {
        this(number, repository, ref, revision, previous, why, startedAt, appliedAt, done, Optional.empty());
    }

    /**
     * The ids that distinguish an attempt from all others, even from one that has its number because the record was lost or restored.
     *
     * @param attempt a random id, drawn when the attempt began
     * @param record the id of the record in which it was numbered
     * @param cluster the uid of the cluster; absent if the agent may not read it
     */
    public record Identity(UUID attempt, UUID record, Optional<UUID> cluster) {
        public Identity {
            Objects.requireNonNull(attempt);
            Objects.requireNonNull(record);
        }
    }

    /** Returns the attempt with its ids. */
    public Attempt identifiedBy(Identity ids) {
        return new Attempt(
                number, repository, ref, revision, previous, why, startedAt, appliedAt, done, Optional.of(ids));
    }

    /**
     * The causes of an attempt.
     *
     * @param reason the reason in one word, for users; absent in records of older versions
     */
    public record Why(
            Trigger trigger,
            Optional<String> reason,
            ChainId chain,
            List<Cause> causes,
            Optional<EventId> causation,
            Optional<Traceparent> trace) {
        @SuppressWarnings("ConstantValue") // older records have no reason
        public Why {
            reason = reason == null ? Optional.empty() : reason;
            causes = List.copyOf(causes);
        }
    }

    /**
     * The work of an attempt.
     *
     * @param changed the objects that it changed
     * @param failures the objects that it could not apply
     * @param unreadable documents that hold no object that could be read, each with its place and reason
     * @param unchanged the number of objects that were as desired already
     * @param images the images that the desired objects name
     * @param notices notices for users, such as objects that were left out on purpose or that stay
     */
    public record Work(
            List<ObjectChange> changed,
            List<ObjectFailure> failures,
            List<String> unreadable,
            int unchanged,
            List<String> images,
            List<String> notices) {
        /** The record and the event are bounded: further notices are left out. */
        private static final int MAX_NOTICES = 100;

        public static final Work NONE = new Work(List.of(), List.of(), List.of(), 0, List.of(), List.of());

        @SuppressWarnings("ConstantValue") // older records have no notices
        public Work {
            notices = notices == null ? List.of() : List.copyOf(notices);
            changed = List.copyOf(changed);
            failures = List.copyOf(failures);
            unreadable = List.copyOf(unreadable);
            images = List.copyOf(images);
        }

        /** Returns this work and the other combined. */
        public Work and(List<ObjectChange> moreChanged, List<ObjectFailure> moreFailures) {
            List<ObjectChange> allChanged = new ArrayList<>(changed);
            allChanged.addAll(moreChanged);
            List<ObjectFailure> allFailures = new ArrayList<>(failures);
            allFailures.addAll(moreFailures);
            return new Work(allChanged, allFailures, unreadable, unchanged, images, notices);
        }

        /** Returns this work with more notices. */
        public Work noticing(List<String> more) {
            List<String> all = new ArrayList<>(notices);
            more.stream().limit(Math.max(0, MAX_NOTICES - all.size())).forEach(all::add);
            return new Work(changed, failures, unreadable, unchanged, images, all);
        }

        /** Returns the work for objects that are all to be deleted: their images are no longer deployed. */
        public Work withoutImages() {
            return new Work(changed, List.of(), List.of(), 0, List.of(), notices);
        }

        /** Returns true if all desired objects were applied. */
        @JsonIgnore
        public boolean isComplete() {
            return failures.isEmpty() && unreadable.isEmpty();
        }

        /** Returns the number of objects that were changed in this way. */
        public int count(Action action) {
            return (int) changed.stream().filter(c -> c.action() == action).count();
        }
    }

    public Attempt with(Work work) {
        return new Attempt(number, repository, ref, revision, previous, why, startedAt, appliedAt, work, identity);
    }

    /** Returns the attempt in the state in which objects are still to be applied. */
    public Attempt applying() {
        return new Attempt(
                number, repository, ref, revision, previous, why, startedAt, Optional.empty(), done, identity);
    }

    public Attempt appliedAt(Instant when) {
        return new Attempt(
                number, repository, ref, revision, previous, why, startedAt, Optional.of(when), done, identity);
    }
}
