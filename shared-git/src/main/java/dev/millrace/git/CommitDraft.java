package dev.millrace.git;

import dev.millrace.events.value.CommitId;
import dev.millrace.git.sign.Signer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A commit to be built.
 *
 * @param parent the commit it changes; absent for a root commit
 * @param files content by path, new or changed; all other files stay. A changed file keeps its mode
 * @param removed paths of files that go
 * @param at author's and committer's time
 * @param message ends with a line break, which is added where it is missing
 * @param signer who signs it, if anybody does
 */
public record CommitDraft(
        Optional<CommitId> parent,
        Map<String, byte[]> files,
        Set<String> removed,
        Person author,
        Person committer,
        Instant at,
        String message,
        Optional<Signer> signer) {

    public CommitDraft {
        files = Map.copyOf(files);
        removed = Set.copyOf(removed);
        if (files.keySet().stream().anyMatch(removed::contains)) {
            throw new IllegalArgumentException("a file can't be both written and removed");
        }
    }

    /** A commit that nobody signs. */
    public CommitDraft(
            Optional<CommitId> parent,
            Map<String, byte[]> files,
            Set<String> removed,
            Person author,
            Person committer,
            Instant at,
            String message) {
        this(parent, files, removed, author, committer, at, message, Optional.empty());
    }
}
