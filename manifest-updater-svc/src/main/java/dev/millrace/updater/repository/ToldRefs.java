package dev.millrace.updater.repository;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Where each ref stood when {@code config.committed} was told last. Forgotten at an end: the branch is told of again at the next start. */
public final class ToldRefs {
    private final Map<GitRef, CommitId> told = new ConcurrentHashMap<>();
    private volatile boolean complete;

    public Optional<CommitId> of(GitRef ref) {
        return Optional.ofNullable(told.get(ref));
    }

    /** The ref was told of, standing there; {@link CommitId#NONE} if it is gone. */
    public void put(GitRef ref, CommitId commit) {
        if (commit.isNone()) {
            told.remove(ref);
        } else {
            told.put(ref, commit);
        }
    }

    /** All refs that were told of and are there as far as we know. */
    public Map<GitRef, CommitId> all() {
        return Map.copyOf(told);
    }

    /** Whether the first look at all refs is over. */
    public boolean isComplete() {
        return complete;
    }

    public void complete() {
        complete = true;
    }
}
