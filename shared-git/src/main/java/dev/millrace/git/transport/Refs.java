package dev.millrace.git.transport;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevWalk;

/** The mirror's refs, as the host's were at the last request. */
public final class Refs {
    private final Repository repository;

    public Refs(Repository repository) {
        this.repository = repository;
    }

    /** The ref's commit; empty if there is no such ref, or if it does not name a commit. */
    public Optional<CommitId> tip(GitRef ref) throws IOException {
        Ref found = repository.getRefDatabase().exactRef(ref.value());
        if (found == null || found.getObjectId() == null) {
            return Optional.empty();
        }
        try (RevWalk walk = new RevWalk(repository)) {
            return Optional.of(
                    new CommitId(walk.parseCommit(found.getObjectId()).name()));
        } catch (IncorrectObjectTypeException e) {
            return Optional.empty();
        }
    }

    /** The commits of all branches and tags. */
    public Map<GitRef, CommitId> tips() throws IOException {
        Map<GitRef, CommitId> tips = new LinkedHashMap<>();
        for (Ref ref : repository.getRefDatabase().getRefsByPrefix("refs/heads/", "refs/tags/")) {
            GitRef name = new GitRef(ref.getName());
            tip(name).ifPresent(tip -> tips.put(name, tip));
        }
        return tips;
    }

    /** Moves the ref, even if its commit does not descend from the one before. */
    void move(GitRef ref, ObjectId target) throws IOException {
        // A branch a/b can only exist on the host when the branch a is deleted there.
        for (String inTheWay : repository.getRefDatabase().getConflictingNames(ref.value())) {
            remove(new GitRef(inTheWay));
        }
        RefUpdate update = repository.updateRef(ref.value(), true);
        update.setNewObjectId(target);
        check(ref, update.forceUpdate());
    }

    void remove(GitRef ref) throws IOException {
        if (repository.getRefDatabase().exactRef(ref.value()) != null) {
            RefUpdate update = repository.updateRef(ref.value(), true);
            update.setForceUpdate(true);
            check(ref, update.delete());
        }
    }

    private static void check(GitRef ref, RefUpdate.Result result) throws IOException {
        switch (result) {
            case NEW, NO_CHANGE, FAST_FORWARD, FORCED -> {}
            default -> throw new IOException("the mirror's " + ref + " could not be moved: " + result);
        }
    }

    /** Returns true if all objects reachable from this one are present, so that nothing has to be fetched. */
    boolean hasAllOf(ObjectId tip) throws IOException {
        if (!repository.getObjectDatabase().has(tip)) {
            return false;
        }
        try (ObjectWalk walk = new ObjectWalk(repository)) {
            walk.markStart(walk.parseAny(tip));
            for (Ref ref : repository.getRefDatabase().getRefsByPrefix("refs/")) {
                walk.markUninteresting(walk.parseAny(ref.getObjectId()));
            }
            walk.checkConnectivity();
            return true;
        } catch (MissingObjectException e) {
            return false;
        }
    }
}
