package dev.millrace.git;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import java.io.IOException;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.internal.JGitText;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.TagOpt;

/**
 * A bare copy of a repository, with the full history of the refs that were fetched. What goes over the network is one at a time; reading
 * is free for all threads. A mirror that is missing or broken is made anew: it holds nothing that the host doesn't.
 */
public final class Mirror implements AutoCloseable {
    private final Repository repository;
    private final Remote remote;
    private final Wire wire;
    private final History history;
    private final ReentrantLock network = new ReentrantLock();

    private Mirror(Repository repository, Remote remote) {
        this.repository = repository;
        this.remote = remote;
        this.wire = new Wire(repository, remote);
        this.history = new History(repository);
    }

    /**
     * Opens the mirror in a directory, or makes one. Talks to no host.
     *
     * @throws GitUnavailable if the directory can't be written
     */
    public static Mirror open(Path directory, Remote remote) {
        return new Mirror(MirrorDirectory.open(directory), remote);
    }

    /** The repository that this mirrors. */
    public RepositoryId id() {
        return remote.id();
    }

    /**
     * Brings a ref up to date. Only what is new goes over the network.
     *
     * @return where the ref stands on the host now, whatever it stood at before; empty if it is gone
     * @throws GitUnavailable if the host can't be reached or refuses
     */
    public Optional<CommitId> fetch(GitRef ref) {
        network.lock();
        try {
            return wire.talk("fetching " + ref.shortName(), transport -> {
                transport.setTagOpt(TagOpt.NO_TAGS);
                try {
                    transport.fetch(NullProgressMonitor.INSTANCE, List.of(new RefSpec("+" + ref + ":" + ref)));
                } catch (TransportException e) {
                    if (!isMissing(e, ref)) {
                        throw e;
                    }
                    forget(ref);
                }
                return tip(ref);
            });
        } finally {
            network.unlock();
        }
    }

    private static boolean isMissing(TransportException e, GitRef ref) {
        return MessageFormat.format(JGitText.get().remoteDoesNotHaveSpec, ref.value())
                .equals(e.getMessage());
    }

    private void forget(GitRef ref) throws IOException {
        RefUpdate update = repository.updateRef(ref.value());
        update.setForceUpdate(true);
        update.delete();
    }

    /**
     * Where every branch and tag stands on the host, in one request.
     *
     * @throws GitUnavailable if the host can't be reached or refuses
     */
    public Map<GitRef, CommitId> listRemote() {
        return wire.talk("listing the refs", transport -> {
            Map<GitRef, CommitId> refs = new HashMap<>();
            try (FetchConnection connection = transport.openFetch()) {
                for (Ref ref : connection.getRefs()) {
                    if (ref.getName().startsWith("refs/heads/") || ref.getName().startsWith("refs/tags/")) {
                        ObjectId commit = ref.getPeeledObjectId() == null ? ref.getObjectId() : ref.getPeeledObjectId();
                        refs.put(new GitRef(ref.getName()), new CommitId(commit.name()));
                    }
                }
            }
            return Collections.unmodifiableMap(refs);
        });
    }

    /** The commit that a ref stood at when it was last fetched or pushed; a tag is followed to its commit. */
    public Optional<CommitId> tip(GitRef ref) {
        try (RevWalk walk = new RevWalk(repository)) {
            ObjectId id = repository.resolve(ref.value());
            return id == null ? Optional.empty() : Optional.of(History.id(walk.parseCommit(id)));
        } catch (IOException e) {
            throw new GitUnavailable("reading " + ref + " of the mirror of " + id(), e);
        }
    }

    /** All refs that were fetched or pushed. */
    public Map<GitRef, CommitId> tips() {
        try {
            Map<GitRef, CommitId> tips = new LinkedHashMap<>();
            for (Ref ref : repository.getRefDatabase().getRefsByPrefix("refs/heads/", "refs/tags/")) {
                tip(new GitRef(ref.getName())).ifPresent(tip -> tips.put(new GitRef(ref.getName()), tip));
            }
            return tips;
        } catch (IOException e) {
            throw new GitUnavailable("reading the refs of the mirror of " + id(), e);
        }
    }

    /** Whether the commit is here. */
    public boolean contains(CommitId commit) {
        try (RevWalk walk = new RevWalk(repository)) {
            walk.parseCommit(ObjectId.fromString(commit.value()));
            return true;
        } catch (MissingObjectException e) {
            return false;
        } catch (IOException e) {
            throw new GitUnavailable("reading " + commit + " in the mirror of " + id(), e);
        }
    }

    /** Whether the ancestor is the tip or in its history. A commit that isn't here is in no history. */
    public boolean reaches(CommitId tip, CommitId ancestor) {
        return contains(ancestor) && history.reaches(tip, ancestor);
    }

    /**
     * A commit that is here.
     *
     * @throws IllegalArgumentException if it isn't
     */
    public Commit commit(CommitId commit) {
        return history.commit(commit);
    }

    /** The files of a commit that is here. */
    public Tree tree(CommitId commit) {
        return new Tree(repository, history.treeOf(commit));
    }

    /** The files that differ between two commits, sorted; all files of {@code to} if there is no {@code from}. */
    public List<String> changedPaths(Optional<CommitId> from, CommitId to) {
        return history.changedPaths(from, to);
    }

    /** How many commits the first-parent history of a commit has; 1 for a root commit. */
    public long sequence(CommitId commit) {
        return history.sequence(commit);
    }

    /** A commit, its first parent, and so on. Read as far as needed; close it. */
    public Stream<Commit> firstParents(CommitId tip) {
        return history.firstParents(tip);
    }

    /** Builds a commit in the mirror. No ref moves. */
    public CommitId write(CommitDraft draft) {
        return new CommitWriter(repository).write(draft);
    }

    /**
     * Moves a ref of the host to a commit that is here; never by force.
     *
     * @param expected where the ref must stand for that; empty if it must not exist
     * @throws GitUnavailable if the host can't be reached
     */
    public PushOutcome push(GitRef ref, Optional<CommitId> expected, CommitId commit) {
        network.lock();
        try {
            ObjectId old = expected.map(e -> ObjectId.fromString(e.value())).orElse(ObjectId.zeroId());
            PushOutcome outcome = wire.talk("pushing " + ref.shortName(), transport -> {
                RemoteRefUpdate update = new RemoteRefUpdate(repository, commit.value(), ref.value(), false, null, old);
                transport.push(NullProgressMonitor.INSTANCE, List.of(update));
                return PushAnswer.of(update);
            });
            if (outcome instanceof PushOutcome.Pushed) {
                moveLocal(ref, commit);
            }
            return outcome;
        } finally {
            network.unlock();
        }
    }

    private void moveLocal(GitRef ref, CommitId commit) {
        try (RevWalk walk = new RevWalk(repository)) {
            RevCommit target = walk.parseCommit(ObjectId.fromString(commit.value()));
            RefUpdate update = repository.updateRef(ref.value());
            update.setNewObjectId(target);
            update.setForceUpdate(true);
            update.update(walk);
        } catch (IOException e) {
            throw new GitUnavailable("moving " + ref + " in the mirror of " + id(), e);
        }
    }

    @Override
    public void close() {
        repository.close();
    }
}
