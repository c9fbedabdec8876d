package dev.millrace.testbed.git;

import dev.millrace.events.value.CommitId;
import org.eclipse.jgit.revwalk.RevCommit;

/** A commit in the form of {@code git log}. */
public record PushedCommit(CommitId id, String author, String committer, String message) {
    static PushedCommit of(RevCommit commit) {
        return new PushedCommit(
                new CommitId(commit.name()),
                commit.getAuthorIdent().getName(),
                commit.getCommitterIdent().getName(),
                commit.getFullMessage());
    }
}
