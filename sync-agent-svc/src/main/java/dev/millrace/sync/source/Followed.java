package dev.millrace.sync.source;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.version.Version;
import dev.millrace.git.version.VersionRange;
import java.util.Optional;

/** Which commit of a repository is meant. The text of each is for people. */
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

        /** The tag's version, if it is in the range. */
        Optional<Version> version(GitRef tag) {
            return tag.isTag() ? Version.parse(tag.shortName()).filter(range::takes) : Optional.empty();
        }

        @Override
        public String toString() {
            return "tag in " + range.text();
        }
    }

    /** Always the same one. */
    record Fixed(CommitId commit) implements Followed {
        @Override
        public String toString() {
            return "commit " + commit.shortForm();
        }
    }

    /** Whether the move of a ref may bring another commit. */
    default boolean mayMoveWith(GitRef moved) {
        return switch (this) {
            case Ref(GitRef ref) -> ref.equals(moved);
            case Versions versions -> versions.version(moved).isPresent();
            case Fixed fixed -> false;
        };
    }

    /** The ref that events about a commit name: the one that is followed or else, as Git has no ref for it, {@code refs/commits/<commit>}. */
    default GitRef refOf(CommitId commit) {
        return this instanceof Ref(GitRef ref) ? ref : new GitRef("refs/commits/" + commit);
    }
}
