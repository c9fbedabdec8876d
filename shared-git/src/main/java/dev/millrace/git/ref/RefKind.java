package dev.millrace.git.ref;

import dev.millrace.events.value.GitRef;
import java.util.List;

/** A kind of ref, by its name alone. */
public enum RefKind {
    BRANCH,
    TAG,

    /** A commit that someone offers for review, perhaps from a fork: its author need not have write access to the repository. */
    REQUEST,

    /** Any other ref, such as notes. */
    OTHER;

    /** Everything below these belongs to requests, so that a form that a host adds later is no less restricted. */
    private static final List<String> REQUESTS = List.of(
            "refs/pull/", // GitHub, Gitea, Forgejo, Azure DevOps
            "refs/merge-requests/", // GitLab
            "refs/pull-requests/", // Bitbucket
            "refs/changes/", // Gerrit
            "refs/for/");

    public static RefKind of(GitRef ref) {
        return ofName(ref.value());
    }

    /** The kind of all refs whose name begins with a text; {@link #OTHER} if the text is too short to know. */
    static RefKind ofName(String name) {
        if (name.startsWith("refs/heads/")) {
            return BRANCH;
        }
        if (name.startsWith("refs/tags/")) {
            return TAG;
        }
        return REQUESTS.stream().anyMatch(name::startsWith) ? REQUEST : OTHER;
    }
}
