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
public class RefReconciler {
    private static final Logger LOG = Logger.getLogger(RefReconciler.class);

    private final RefAnnouncer announcer;
    private final RepositoryStatus status;
    private final HeadBranches heads;

    public RefReconciler(RefAnnouncer announcer, RepositoryStatus status, HeadBranches heads) {
        this.announcer = announcer;
        this.status = status;
        this.heads = heads;
    }

    /** A host says that a ref moved. */
    public void reconcile(ConfigRepository repository, PushNotice notice) {
        Optional<CommitId> tip = repository.fetch(notice.ref());
        if (notice.after().isNone()) {
            publish(repository, notice.ref(), notice.before(), notice.after());
            return;
        }
        // Of an annotated tag the notice has the tag's own id; of a push that was followed by another, both commits are
        // there.
        boolean isThere = !notice.ref().isTag() && repository.mirror().contains(notice.after());
        Optional<CommitId> commit = isThere ? Optional.of(notice.after()) : tip;
        commit.ifPresent(id -> publish(repository, notice.ref(), notice.before(), id));
        if (notice.ref().equals(repository.branch())) {
            reconcileRequests(repository);
        }
    }

    /** Looks at all refs: tells of each that stands elsewhere than it was told of, and, at the first look, of the branch that is edited. */
    public void reconcileAll(ConfigRepository repository) {
        Map<GitRef, CommitId> before = repository.mirror().tips();
        Map<GitRef, CommitId> remote = repository.listRemote();
        boolean first = !repository.publishedRefs().isComplete();
        remote.forEach((ref, tip) -> {
            if (first && repository.publishedRefs().of(ref).isEmpty() && !isNewAtStart(repository, before, ref, tip)) {
                repository.publishedRefs().put(ref, tip);
            } else {
                compare(repository, ref, tip);
            }
        });
        repository.publishedRefs().all().forEach((ref, published) -> {
            if (!remote.containsKey(ref) && repository.fetch(ref).isEmpty()) {
                publish(repository, ref, published, CommitId.NONE);
            }
        });
        repository.publishedRefs().complete();
        reconcileRequests(repository);
    }

    /** Requests are seen to again at the next look: what a push is answered doesn't hang on them. */
    private void reconcileRequests(ConfigRepository repository) {
        try {
            heads.reconcileRequests(repository);
        } catch (UncheckedIOException | ReviewRefused e) {
            LOG.warnf("requests not seen to: repository=%s why=%s", repository.id(), e.getMessage());
        }
    }

    /** What moved while this service was away: the branch, perhaps; other refs if the mirror from before knows them otherwise. */
    private static boolean isNewAtStart(
            ConfigRepository repository, Map<GitRef, CommitId> before, GitRef ref, CommitId tip) {
        return ref.equals(repository.branch()) || (!before.isEmpty() && !tip.equals(before.get(ref)));
    }

    private void compare(ConfigRepository repository, GitRef ref, CommitId listed) {
        Optional<CommitId> published = repository.publishedRefs().of(ref);
        if (published.equals(Optional.of(listed))) {
            return;
        }
        repository
                .fetch(ref)
                .filter(tip -> !published.equals(Optional.of(tip)))
                .ifPresent(
                        tip -> publish(repository, ref, published.orElseGet(() -> parent(repository, ref, tip)), tip));
    }

    /** A branch beside the one that is followed, for a request say, which is made anew on another base when it has to be. */
    private static boolean isOurHeadBranch(ConfigRepository repository, GitRef ref, CommitId commit) {
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

    private void publish(ConfigRepository repository, GitRef ref, CommitId before, CommitId commit) {
        if (isOurHeadBranch(repository, ref, commit)) {
            // Its writer tells of it as standing on its parent, wherever the branch stood before: one event, one id.
            announcer.publishCommit(repository, ref, commit);
            return;
        }
        announcer.publishMove(repository, new RefMove(ref, before, commit));
        if (ref.equals(repository.branch())) {
            status.inspect(repository);
        }
    }
}
