package dev.millrace.updater.intake;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.Commit;
import dev.millrace.git.webhook.PushNotice;
import dev.millrace.updater.deliver.HeadBranches;
import dev.millrace.updater.publish.RefAnnouncer;
import dev.millrace.updater.publish.RefMove;
import dev.millrace.updater.repository.ConfigRepository;
import dev.millrace.updater.review.ReviewRefused;
import dev.millrace.updater.status.RepositoryStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Looks at refs on their host, and has it told where they moved to. */
@ApplicationScoped
public class RefLooks {
    private static final Logger LOG = Logger.getLogger(RefLooks.class);

    private final RefAnnouncer announcer;
    private final RepositoryStatus status;
    private final HeadBranches heads;

    public RefLooks(RefAnnouncer announcer, RepositoryStatus status, HeadBranches heads) {
        this.announcer = announcer;
        this.status = status;
        this.heads = heads;
    }

    /** A host says that a ref moved. */
    public void noticed(ConfigRepository repository, PushNotice notice) {
        Optional<CommitId> tip = repository.fetch(notice.ref());
        if (notice.after().isNone()) {
            tell(repository, notice.ref(), notice.before(), notice.after());
            return;
        }
        // Of an annotated tag the notice has the tag's own id; of a push that was followed by another, both commits are
        // there.
        boolean isThere = !notice.ref().isTag() && repository.mirror().contains(notice.after());
        Optional<CommitId> commit = isThere ? Optional.of(notice.after()) : tip;
        commit.ifPresent(id -> tell(repository, notice.ref(), notice.before(), id));
        if (notice.ref().equals(repository.branch())) {
            tend(repository);
        }
    }

    /** Looks at all refs: tells of each that stands elsewhere than it was told of, and, at the first look, of the branch that is edited. */
    public void all(ConfigRepository repository) {
        Map<GitRef, CommitId> before = repository.mirror().tips();
        Map<GitRef, CommitId> remote = repository.listRemote();
        boolean first = !repository.told().isComplete();
        remote.forEach((ref, tip) -> {
            if (first && repository.told().of(ref).isEmpty() && !isNewAtStart(repository, before, ref, tip)) {
                repository.told().put(ref, tip);
            } else {
                look(repository, ref, tip);
            }
        });
        repository.told().all().forEach((ref, told) -> {
            if (!remote.containsKey(ref) && repository.fetch(ref).isEmpty()) {
                tell(repository, ref, told, CommitId.NONE);
            }
        });
        repository.told().complete();
        tend(repository);
    }

    /** Requests are seen to again at the next look: what a push is answered doesn't hang on them. */
    private void tend(ConfigRepository repository) {
        try {
            heads.tend(repository);
        } catch (UncheckedIOException | ReviewRefused e) {
            LOG.warnf("requests not seen to: repository=%s why=%s", repository.id(), e.getMessage());
        }
    }

    /** What moved while this service was away: the branch, perhaps; other refs if the mirror from before knows them otherwise. */
    private static boolean isNewAtStart(
            ConfigRepository repository, Map<GitRef, CommitId> before, GitRef ref, CommitId tip) {
        return ref.equals(repository.branch()) || (!before.isEmpty() && !tip.equals(before.get(ref)));
    }

    private void look(ConfigRepository repository, GitRef ref, CommitId seen) {
        Optional<CommitId> told = repository.told().of(ref);
        if (told.equals(Optional.of(seen))) {
            return;
        }
        repository
                .fetch(ref)
                .filter(tip -> !told.equals(Optional.of(tip)))
                .ifPresent(tip -> tell(repository, ref, told.orElseGet(() -> parent(repository, ref, tip)), tip));
    }

    /** A branch beside the one that is followed, for a request say, which is made anew on another base when it has to be. */
    private static boolean isBuiltByUs(ConfigRepository repository, GitRef ref, CommitId commit) {
        return ref.isBranch()
                && !ref.equals(repository.branch())
                && !commit.isNone()
                && repository.isOurs(repository.mirror().commit(commit));
    }

    /** Where a ref stood before nobody knows; of a branch most likely at the commit's parent, as a webhook would have said. */
    private static CommitId parent(ConfigRepository repository, GitRef ref, CommitId tip) {
        Commit commit = repository.mirror().commit(tip);
        return ref.isBranch() && !commit.parents().isEmpty() ? commit.parents().getFirst() : CommitId.NONE;
    }

    private void tell(ConfigRepository repository, GitRef ref, CommitId before, CommitId commit) {
        if (isBuiltByUs(repository, ref, commit)) {
            // Its writer tells of it as standing on its parent, wherever the branch stood before: one event, one id.
            announcer.committed(repository, ref, commit);
            return;
        }
        announcer.moved(repository, new RefMove(ref, before, commit));
        if (ref.equals(repository.branch())) {
            status.look(repository);
        }
    }
}
