package dev.millrace.updater.repository;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** The commit of each ref when {@code config.committed} was last published. Not persistent: the branch is published again at the next start. */
public final class PublishedRefs {
    private static final int MAX_DELETED = 200;

    private final Map<GitRef, CommitId> published = new ConcurrentHashMap<>();
    private final Deque<CommitId> deleted = new ArrayDeque<>();
    private volatile boolean complete;

    public Optional<CommitId> of(GitRef ref) {
        return Optional.ofNullable(published.get(ref));
    }

    /** Records that a ref was published with this commit; {@link CommitId#NONE} if it was deleted. */
    public void put(GitRef ref, CommitId commit) {
        if (commit.isNone()) {
            Optional.ofNullable(published.remove(ref)).ifPresent(this::recordDeleted);
        } else {
            published.put(ref, commit);
        }
    }

    /**
     * Publishes a ref if it has moved since it was published. One caller at a time: the writer and the host's webhook come at the same moment.
     *
     * @param tip the ref's commit; read when it is this caller's turn
     * @param publisher receives the earlier and the current commit
     */
    public synchronized void advance(
            GitRef ref, Supplier<Optional<CommitId>> tip, BiConsumer<CommitId, CommitId> publisher) {
        CommitId before = of(ref).orElse(CommitId.NONE);
        Optional<CommitId> now = tip.get().filter(commit -> !commit.equals(before));
        if (now.isPresent()) {
            publisher.accept(before, now.get());
            put(ref, now.get());
        }
    }

    private void recordDeleted(CommitId tip) {
        synchronized (deleted) {
            deleted.remove(tip);
            deleted.addFirst(tip);
            if (deleted.size() > MAX_DELETED) {
                deleted.removeLast();
            }
        }
    }

    /** The last commits of the refs that were deleted since the start, latest first: a host deletes the branch of a request when it merges it. */
    public List<CommitId> deletedTips() {
        synchronized (deleted) {
            return List.copyOf(deleted);
        }
    }

    /** All refs that were published and not deleted since. */
    public Map<GitRef, CommitId> all() {
        return Map.copyOf(published);
    }

    /** Returns true once all refs have been reconciled for the first time. */
    public boolean isComplete() {
        return complete;
    }

    public void complete() {
        complete = true;
    }
}
