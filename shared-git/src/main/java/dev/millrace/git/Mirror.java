package dev.millrace.git;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.verify.Signed;
import dev.millrace.git.verify.SignedTag;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * A bare copy of a repository, with the full history of the refs that were fetched. What asks the host or moves refs is one at a time;
 * reading is free for all threads. A mirror that is missing or broken is made anew, also when that comes to light while it is read: it
 * holds nothing that the host doesn't.
 */
public final class Mirror implements AutoCloseable {
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final Remote remote;
    private final Duration silence;
    private final ReentrantLock one = new ReentrantLock();
    private volatile MirrorParts parts;

    private Mirror(MirrorDirectory directory, Remote remote, Duration silence) {
        this.remote = remote;
        this.silence = silence;
        this.parts = MirrorParts.of(directory, remote, silence);
    }

    /**
     * Opens the mirror in a directory, or makes one. Talks to no host.
     *
     * @param directory the mirror's own, which this process opens once at a time
     * @throws GitUnavailable if the directory can't be written
     */
    public static Mirror open(Path directory, Remote remote) {
        return open(directory, remote, SILENCE);
    }

    /** @param silence how long the host may say nothing, in whole seconds */
    static Mirror open(Path directory, Remote remote, Duration silence) {
        return new Mirror(MirrorDirectory.open(directory), remote, silence);
    }

    /** The repository that this mirrors. */
    public RepositoryId id() {
        return remote.id();
    }

    /**
     * Brings a ref up to date. Only what is new goes over the network.
     *
     * @return where the ref stands on the host now, whatever it stood at before; empty if it is gone, or names no commit
     * @throws GitUnavailable if the host can't be reached or refuses
     */
    public Optional<CommitId> fetch(GitRef ref) {
        one.lock();
        try {
            mend();
            Optional<ObjectId> target = parts.wire().fetch(ref, parts.refs()::hasAllOf);
            return onDisk("moving " + ref, () -> {
                if (target.isPresent()) {
                    parts.refs().move(ref, target.get());
                } else {
                    parts.refs().remove(ref);
                }
                return parts.refs().tip(ref);
            });
        } finally {
            one.unlock();
        }
    }

    /**
     * Brings all branches and tags up to date. Those that are gone on the host stay.
     *
     * @throws GitUnavailable if the host can't be reached or refuses
     */
    public void fetchAll() {
        one.lock();
        try {
            mend();
            Map<GitRef, ObjectId> all = parts.wire().fetchAll(parts.refs()::hasAllOf);
            onDisk("moving all refs", () -> {
                for (Map.Entry<GitRef, ObjectId> ref : all.entrySet()) {
                    parts.refs().move(ref.getKey(), ref.getValue());
                }
                return all;
            });
        } finally {
            one.unlock();
        }
    }

    /** A host that is away can't fill a new mirror: then the broken one stays. */
    private void mend() {
        if (parts.isToBeMended()) {
            parts.wire().list();
            parts = onDisk("making it anew", () -> parts.anew(remote, silence));
        }
    }

    /** Whether something was missing or spoilt when it was read. The next fetch makes the mirror anew. */
    public boolean isBroken() {
        return parts.damage().isFound();
    }

    /** Something that was here isn't any longer. */
    public void suspect() {
        parts.damage().suspect();
    }

    /**
     * Where every branch and tag stands on the host, in one request. Of an annotated tag, its commit.
     *
     * @throws GitUnavailable if the host can't be reached or refuses
     */
    public Map<GitRef, CommitId> listRemote() {
        return parts.wire().list();
    }

    /** The commit that a ref stood at when it was last fetched or pushed; a tag is followed to its commit. */
    public Optional<CommitId> tip(GitRef ref) {
        return onDisk("reading " + ref, () -> parts.refs().tip(ref));
    }

    /** All refs that were fetched or pushed. */
    public Map<GitRef, CommitId> tips() {
        return onDisk("reading the refs", () -> {
            Map<GitRef, CommitId> tips = new LinkedHashMap<>();
            for (Ref ref : repository().getRefDatabase().getRefsByPrefix("refs/heads/", "refs/tags/")) {
                GitRef name = new GitRef(ref.getName());
                parts.refs().tip(name).ifPresent(tip -> tips.put(name, tip));
            }
            return tips;
        });
    }

    /** Whether the commit is here. */
    public boolean contains(CommitId commit) {
        return ObjectId.isId(commit.value())
                && onDisk("looking for " + commit, () -> {
                    try (RevWalk walk = new RevWalk(repository())) {
                        walk.parseCommit(ObjectId.fromString(commit.value()));
                        return true;
                    } catch (MissingObjectException | IncorrectObjectTypeException e) {
                        return false;
                    }
                });
    }

    /** Whether the ancestor is the tip or in its history. A commit that isn't here is in no history. */
    public boolean reaches(CommitId tip, CommitId ancestor) {
        return contains(ancestor) && contains(tip) && parts.history().reaches(tip, ancestor);
    }

    /**
     * A commit that is here.
     *
     * @throws IllegalArgumentException if it isn't
     */
    public Commit commit(CommitId commit) {
        return parts.history().commit(commit);
    }

    /**
     * A commit that is here, to be verified.
     *
     * @throws IllegalArgumentException if it isn't
     */
    public Signed signed(CommitId commit) {
        return onDisk(
                "reading " + commit,
                () -> Signed.commit(Signatures.raw(repository(), parts.history().idOf(commit))));
    }

    /**
     * The annotated tag that a ref stood at when it was last fetched, to be verified; empty if it stands at none.
     *
     * @see SignedTag#name the name that was signed
     */
    public Optional<SignedTag> signedTag(GitRef ref) {
        return onDisk("reading " + ref, () -> Signatures.tag(repository(), ref));
    }

    /** The files of a commit that is here. */
    public Tree tree(CommitId commit) {
        return new Tree(repository(), parts.history().treeOf(commit), parts.damage());
    }

    /** The files that differ between two commits, in Git's order; all files of {@code to} if there is no {@code from}. */
    public List<String> changedPaths(Optional<CommitId> from, CommitId to) {
        return parts.history().changedPaths(from, to);
    }

    /** How many commits the first-parent history of a commit has; 1 for a root commit. */
    public long sequence(CommitId commit) {
        return parts.history().sequence(commit);
    }

    /** A commit, its first parent, and so on. Read as far as needed; close it. */
    public Stream<Commit> firstParents(CommitId tip) {
        return parts.history().firstParents(tip);
    }

    /**
     * Builds a commit in the mirror. No ref moves.
     *
     * @throws IllegalArgumentException if the parent isn't here, or a path names or leads through something that is no file or directory
     */
    public CommitId write(CommitDraft draft) {
        return new CommitWriter(repository()).write(draft);
    }

    /**
     * Moves a ref of the host to a commit that is here; never by force. A ref that stands there already counts as pushed.
     *
     * @param expected where the ref must stand for that; empty if it must not exist
     * @throws GitUnavailable if the host can't be reached, or didn't say what became of the push
     */
    public PushOutcome push(GitRef ref, Optional<CommitId> expected, CommitId commit) {
        return push(ref, expected, commit, false);
    }

    /**
     * As {@link #push}, but the commit need not follow on what the ref has: for branches that are ours alone.
     *
     * @param expected where the ref must stand; if it stands elsewhere somebody else has been there, and nothing is pushed
     */
    public PushOutcome replace(GitRef ref, CommitId expected, CommitId commit) {
        return push(ref, Optional.of(expected), commit, true);
    }

    private PushOutcome push(GitRef ref, Optional<CommitId> expected, CommitId commit, boolean replacing) {
        ObjectId target = parts.history().idOf(commit);
        one.lock();
        try {
            PushOutcome outcome = parts.wire().push(ref, expected, target, replacing);
            if (outcome instanceof PushOutcome.Pushed) {
                onDisk("moving " + ref, () -> {
                    parts.refs().move(ref, target);
                    return ref;
                });
            }
            return outcome;
        } finally {
            one.unlock();
        }
    }

    /**
     * Packs the mirror when many fetches have made it slow; takes seconds for a large repository, so call it when nothing waits.
     *
     * @param givesWay asked again and again meanwhile: whether it is to be left for later
     * @return whether there was something to do, and it is done
     */
    public boolean tidy(BooleanSupplier givesWay) {
        one.lock();
        try {
            return onDisk("packing", () -> parts.directory().tidy(givesWay));
        } finally {
            one.unlock();
        }
    }

    private Repository repository() {
        return parts.directory().repository();
    }

    private interface DiskWork<T> {
        T run() throws IOException;
    }

    private <T> T onDisk(String what, DiskWork<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw parts.damage().during(what + " in the mirror of " + id() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        parts.close();
    }
}
