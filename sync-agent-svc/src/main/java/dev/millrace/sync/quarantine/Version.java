package dev.millrace.sync.quarantine;

import dev.millrace.events.value.CommitId;
import dev.millrace.sync.manifest.Content;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The part of an Application that a user changes to have it reconciled in another way.
 *
 * @param generation of its spec
 * @param request the hash of its annotation that requests a sync; {@code -} if it has none
 * @param commit the commit that an event named; {@code -} if none did
 */
public record Version(long generation, String request, String commit) {
    private static final String NONE = "-";
    private static final int HASH_LENGTH = 16;
    private static final Pattern WORD = Pattern.compile("[0-9a-f]{1,64}|-");

    public Version {
        if (!WORD.matcher(request).matches() || !WORD.matcher(commit).matches()) {
            throw new IllegalArgumentException("not the version of an Application: " + request + " " + commit);
        }
    }

    /**
     * Returns the version of an Application.
     *
     * @param request its annotation that requests a sync
     * @param commit the commit that an event named
     */
    public static Version of(long generation, Optional<String> request, Optional<CommitId> commit) {
        return new Version(
                generation,
                request.map(text -> Content.hash(text).substring(0, HASH_LENGTH))
                        .orElse(NONE),
                commit.map(CommitId::value).orElse(NONE));
    }

    /** Returns true if a user has changed neither the Application itself nor requested a sync since. */
    boolean isSameResource(Version before) {
        return generation == before.generation && request.equals(before.request);
    }

    /** Returns true if a user has changed nothing since: an event that names no commit, or the same one, is no change. */
    boolean isSameAs(Version before) {
        return isSameResource(before) && (commit.equals(NONE) || commit.equals(before.commit));
    }

    /** Returns this version with the commit that an event named. */
    Version naming(Optional<CommitId> named) {
        return new Version(generation, request, named.map(CommitId::value).orElse(commit));
    }

    /** Returns this version, with the commit of an earlier one if it names none. */
    Version orCommitOf(Version before) {
        return commit.equals(NONE) ? new Version(generation, request, before.commit) : this;
    }
}
