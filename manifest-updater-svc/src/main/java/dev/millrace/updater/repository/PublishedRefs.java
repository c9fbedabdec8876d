package dev.millrace.updater.repository;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** The commit of each ref when {@code config.committed} was last published. Not persistent: the branch is published again at the next start. */
public final class PublishedRefs {
    private final Map<GitRef, CommitId> published = new ConcurrentHashMap<>();
    private volatile boolean complete;

    public Optional<CommitId> of(GitRef ref) {
        return Optional.ofNullable(published.get(ref));
    }

    /** Records that a ref was published with this commit; {@link CommitId#NONE} if it was deleted. */
    public void put(GitRef ref, CommitId commit) {
        if (commit.isNone()) {
            published.remove(ref);
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
