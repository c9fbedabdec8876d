package dev.millrace.sync.source;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.version.Version;
import dev.millrace.git.version.VersionRange;
import java.util.Optional;

/** The commit of a repository that a source follows. The text of each form is for users. */
public sealed interface Followed {

    /** The tip of a branch, a tag or another ref. */
    record Ref(GitRef ref) implements Followed {
        @Override
        public String toString() {
            return ref.toString();
        }
    }

    /** The newest tag in a range. */
    record Versions(VersionRange range) implements Followed {

        /** Returns the tag's version, if it is in the range. */
        Optional<Version> version(GitRef tag) {
            return tag.isTag() ? Version.parse(tag.shortName()).filter(range::accepts) : Optional.empty();
        }

        @Override
        public String toString() {
            return "tag in " + range.text();
        }
    }

    /** A fixed commit. */
    record Fixed(CommitId commit) implements Followed {
        @Override
        public String toString() {
            return "commit " + commit.shortForm();
        }
    }

    /** Returns true if a move of the ref may bring another commit. */
    default boolean mayMoveWith(GitRef moved) {
        return switch (this) {
            case Ref(GitRef ref) -> ref.equals(moved);
            case Versions versions -> versions.version(moved).isPresent();
            case Fixed fixed -> false;
        };
    }

    /** Returns the ref that events about a commit name: the followed one or, since Git has no ref for a fixed commit, {@code refs/commits/<commit>}. */
    default GitRef refOf(CommitId commit) {
        return this instanceof Ref(GitRef ref) ? ref : new GitRef("refs/commits/" + commit);
    }
}
