package dev.millrace.git.mirror;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.GitUnavailable;
import dev.millrace.git.commit.Commit;
import dev.millrace.git.read.History;
import dev.millrace.git.read.Tree;
import dev.millrace.git.remote.Remote;
import dev.millrace.git.remote.RemoteRefs;
import dev.millrace.git.transport.PushOutcome;
import dev.millrace.git.verify.SignedObject;
import dev.millrace.git.verify.SignedTag;
import dev.millrace.git.write.CommitDraft;
import dev.millrace.git.write.CommitWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A bare copy of a repository, with the full history of the fetched refs. Operations that fetch or push run one at a time; all threads
 * may read. A missing or broken mirror is rebuilt, even if the corruption is found while reading: it contains nothing that the host does not have.
 */
public final class Mirror implements AutoCloseable {
    private final Remote remote;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile MirrorParts parts;

    private Mirror(MirrorDirectory directory, Remote remote) {
        this.remote = remote;
        this.parts = MirrorParts.of(directory, remote);
    }

    /**
     * Opens the mirror in a directory, or creates one. Sends no request.
     *
     * @param directory the mirror's own directory, which this process opens once at a time
     * @throws GitUnavailable if the directory cannot be written
     */
    public static Mirror open(Path directory, Remote remote) {
        return new Mirror(MirrorDirectory.open(directory), remote);
    }

    /** The repository of this mirror. */
    public RepositoryId id() {
        return remote.id();
    }

    /**
     * Fetches a ref. Only new objects are transferred.
     *
     * @return the ref's commit on the host, whatever it was before; empty if the ref was deleted or names no commit
     * @throws GitUnavailable if the host is unreachable or denies access
     */
    public Optional<CommitId> fetch(GitRef ref) {
        writing.lock();
        try {
            rebuildIfBroken();
            return parts.client().fetch(ref);
        } finally {
            writing.unlock();
        }
    }

    /**
     * Fetches all branches and tags. Those that were deleted on the host stay.
     *
     * @throws GitUnavailable if the host is unreachable or denies access
     */
    public void fetchAll() {
        writing.lock();
        try {
            rebuildIfBroken();
            parts.client().fetchAll();
        } finally {
            writing.unlock();
        }
    }

    /** Rebuilds a broken mirror. If the host is unreachable, the broken one stays. */
    private void rebuildIfBroken() {
        if (parts.needsRebuild()) {
            parts.client().list();
            parts = onDisk("rebuilding", () -> parts.rebuild(remote));
        }
    }

    /** Returns true if a read found a missing or corrupt object. The next fetch rebuilds the mirror. */
    public boolean isBroken() {
        return parts.corruption().isFound();
    }

    /** Records that an object may have disappeared. */
    public void suspect() {
        parts.corruption().suspect();
    }

    /**
     * The commit of every branch and tag on the host, in one request. For an annotated tag, its commit.
     *
     * @throws GitUnavailable if the host is unreachable or denies access
     */
    public Map<GitRef, CommitId> listRemote() {
        return parts.client().list();
    }

    /**
     * Every branch and tag on the host, and its default branch, in one request.
     *
     * @throws GitUnavailable if the host is unreachable or denies access
     */
    public RemoteRefs remoteRefs() {
        return parts.client().refs();
    }

    /** The commit that a ref had when it was last fetched or pushed; a tag is resolved to its commit. */
    public Optional<CommitId> tip(GitRef ref) {
        return onDisk("reading " + ref, () -> parts.refs().tip(ref));
    }

    /** All refs that were fetched or pushed. */
    public Map<GitRef, CommitId> tips() {
        return onDisk("reading the refs", () -> parts.refs().tips());
    }

    /** Returns true if the mirror has the commit. */
    public boolean contains(CommitId commit) {
        return onDisk("finding " + commit, () -> parts.history().contains(commit));
    }

    /** Returns true if the ancestor is the tip or in its history. A commit that the mirror lacks is in no history. */
    public boolean reaches(CommitId tip, CommitId ancestor) {
        return contains(ancestor) && contains(tip) && parts.history().reaches(tip, ancestor);
    }

    /**
     * A commit of the mirror.
     *
     * @throws IllegalArgumentException if the mirror does not have it
     */
    public Commit commit(CommitId commit) {
        return parts.history().commit(commit);
    }

    /**
     * A commit of the mirror, to be verified.
     *
     * @throws IllegalArgumentException if the mirror does not have it
     */
    public SignedObject signed(CommitId commit) {
        return onDisk("reading " + commit, () -> parts.history().signed(commit));
    }

    /**
     * The annotated tag that a ref had when it was last fetched, to be verified; empty if the ref is not an annotated tag.
     *
     * @see SignedTag#name the name that was signed
     */
    public Optional<SignedTag> signedTag(GitRef ref) {
        return onDisk("reading " + ref, () -> parts.history().signedTag(ref));
    }

    /** The files of a commit of the mirror. */
    public Tree tree(CommitId commit) {
        return parts.history().tree(commit);
    }

    /** The files that differ between two commits, in Git's order; all files of {@code to} if there is no {@code from}. */
    public List<String> changedPaths(Optional<CommitId> from, CommitId to) {
        return parts.history().changedPaths(from, to);
    }

    /** As {@link #changedPaths(Optional, CommitId)}; empty if more than {@code max} files differ. */
    public Optional<List<String>> changedPaths(Optional<CommitId> from, CommitId to, int max) {
        return parts.history().changedPaths(from, to, max);
    }

    /** The commits of the mirror as a history with merges. */
    public History history() {
        return parts.history();
    }

    /** The number of commits in the first-parent history of a commit; 1 for a root commit. */
    public long sequence(CommitId commit) {
        return parts.history().sequence(commit);
    }

    /** A commit, its first parent, and so on. Read as far as needed; must be closed. */
    public Stream<Commit> firstParents(CommitId tip) {
        return parts.history().firstParents(tip);
    }

    /**
     * Builds a commit in the mirror. No ref moves.
     *
     * @throws IllegalArgumentException if the mirror lacks the parent, or a path names or leads through something that is not a file or directory
     */
    public CommitId write(CommitDraft draft) {
        return new CommitWriter(parts.directory().repository()).write(draft);
    }

    /**
     * Moves a ref of the host to a commit of the mirror, never by force. A ref that already has this commit counts as pushed.
     *
     * @param expected the commit that the ref must have; empty if it must not exist
     * @throws GitUnavailable if the host is unreachable, or did not report the result of the push
     */
    public PushOutcome push(GitRef ref, Optional<CommitId> expected, CommitId commit) {
        return push(ref, expected, commit, false);
    }

    /**
     * As {@link #push}, but the commit need not descend from the ref's commit: for branches that are ours alone.
     *
     * @param expected the commit that the ref must have; if it has another one, someone else has pushed, and nothing is pushed
     */
    public PushOutcome replace(GitRef ref, CommitId expected, CommitId commit) {
        return push(ref, Optional.of(expected), commit, true);
    }

    private PushOutcome push(GitRef ref, Optional<CommitId> expected, CommitId commit, boolean replacing) {
        parts.history().require(commit);
        writing.lock();
        try {
            return parts.client().push(ref, expected, commit, replacing);
        } finally {
            writing.unlock();
        }
    }

    /**
     * Packs a mirror that many fetches have made slow; takes seconds for a large repository, so call it when nothing waits.
     *
     * @param cancelled checked repeatedly; true ends the work
     * @return true if there was work and it is complete
     */
    public boolean tidy(BooleanSupplier cancelled) {
        writing.lock();
        try {
            return onDisk("packing", () -> parts.directory().tidy(cancelled));
        } finally {
            writing.unlock();
        }
    }

    private interface DiskWork<T> {
        T run() throws IOException;
    }

    private <T> T onDisk(String what, DiskWork<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw parts.corruption().unreadable(what + " in the mirror of " + id() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        parts.close();
    }
}
