package dev.millrace.updater.repository;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Where each ref stood when {@code config.committed} was told last. Forgotten at an end: the branch is told of again at the next start. */
public final class PublishedRefs {
    private final Map<GitRef, CommitId> published = new ConcurrentHashMap<>();
    private volatile boolean complete;

    public Optional<CommitId> of(GitRef ref) {
        return Optional.ofNullable(published.get(ref));
    }

    /** The ref was told of, standing there; {@link CommitId#NONE} if it is gone. */
    public void put(GitRef ref, CommitId commit) {
        if (commit.isNone()) {
            published.remove(ref);
        } else {
            published.put(ref, commit);
        }
    }

    /**
     * Tells of a ref if it stands elsewhere than it was told of. One at a time: its writer and its host's webhook come at once.
     *
     * @param tip where it stands; asked for when it is this one's turn
     * @param publisher is given where it stood, and where it stands
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

    /** All refs that were told of and are there as far as we know. */
    public Map<GitRef, CommitId> all() {
        return Map.copyOf(published);
    }

    /** Whether the first look at all refs is over. */
    public boolean isComplete() {
        return complete;
    }

    public void complete() {
        complete = true;
    }
}
