package dev.millrace.git.write;

import dev.millrace.events.value.CommitId;
import dev.millrace.git.commit.Person;
import dev.millrace.git.sign.Signer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A commit to build.
 *
 * @param parent the parent; absent for a root commit
 * @param files the content of new or changed files, by path; all other files stay. A changed file keeps its mode
 * @param removed the paths of removed files
 * @param at the time of author and committer
 * @param message the message; a missing line break at its end is added
 * @param signer the signer; absent if the commit is not signed
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
            throw new IllegalArgumentException("a file cannot be both written and removed");
        }
    }

    /** A commit without a signature. */
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
