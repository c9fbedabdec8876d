package dev.millrace.git.remote;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The branches and tags of a host at one moment.
 *
 * @param all in the order of their names
 * @param head the default branch; absent if the host names none
 */
public record RemoteRefs(Map<GitRef, RemoteRef> all, Optional<GitRef> head) {

    /**
     * A branch or tag.
     *
     * @param commit its commit; that of an annotated tag is the tagged one
     * @param tagObject the object of an annotated tag, which some hosts report as the commit of the tag
     */
    public record RemoteRef(CommitId commit, Optional<CommitId> tagObject) {

        public boolean isAnnotated() {
            return tagObject.isPresent();
        }

        /** Returns true if the id is that of the commit or of the tag object. */
        public boolean is(CommitId id) {
            return commit.equals(id) || tagObject.equals(Optional.of(id));
        }
    }

    public RemoteRefs {
        Map<GitRef, RemoteRef> sorted = new TreeMap<>(Comparator.comparing(GitRef::value));
        sorted.putAll(all);
        all = Collections.unmodifiableMap(sorted);
    }
}
