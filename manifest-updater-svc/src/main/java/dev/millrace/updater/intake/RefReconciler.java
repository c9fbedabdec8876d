package dev.millrace.updater.intake;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.GitUnavailable;
import dev.millrace.git.commit.Commit;
import dev.millrace.git.host.HostRefused;
import dev.millrace.git.webhook.PushNotice;
import dev.millrace.updater.deliver.HeadBranches;
import dev.millrace.updater.publish.RefAnnouncer;
import dev.millrace.updater.publish.RefMove;
import dev.millrace.updater.repository.ConfigRepository;
import dev.millrace.updater.status.RepositoryStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Compares the refs of a repository with its host and publishes those that moved. */
@ApplicationScoped
public class RefReconciler {
    private static final Logger LOG = Logger.getLogger(RefReconciler.class);
    private static final int MAX_REPUBLISHED = 50;

    private final RefAnnouncer announcer;
    private final RepositoryStatus status;
    private final HeadBranches heads;

    public RefReconciler(RefAnnouncer announcer, RepositoryStatus status, HeadBranches heads) {
        this.announcer = announcer;
        this.status = status;
        this.heads = heads;
    }

    /** Reconciles a ref after a push notice of its host. Refs other than branches and tags are no configuration. */
    public void reconcile(ConfigRepository repository, PushNotice notice) {
        if (!notice.ref().isBranch() && !notice.ref().isTag()) {
            return;
        }
        Optional<CommitId> tip = repository.fetch(notice.ref());
        if (notice.after().isNone()) {
            publish(repository, notice.ref(), notice.before(), notice.after());
            return;
        }
        // For an annotated tag the notice has the id of the tag object. If another push followed, the mirror has both
        // commits.
        boolean isThere = !notice.ref().isTag() && repository.mirror().contains(notice.after());
        Optional<CommitId> commit = isThere ? Optional.of(notice.after()) : tip;
        commit.ifPresent(id -> publish(repository, notice.ref(), notice.before(), id));
        if (notice.ref().equals(repository.branch())) {
            reconcileRequests(repository);
        }
    }

    /** Reconciles all refs: publishes each that differs from what was published last and, the first time, also the edited branch. */
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

    /**
     * Publishes our newest commits on the edited branch again, as the mirror has them. The next comparison publishes the branch's tip.
     *
     * @throws dev.millrace.messaging.EventNotPublished if Kafka does not acknowledge one in time
     */
    public void publishAgain(ConfigRepository repository) {
        try {
            newestOfOurs(repository)
                    .reversed()
                    .forEach(id -> announcer.publishCommit(repository, repository.branch(), id));
        } catch (GitUnavailable e) {
            LOG.warnf("commits not published again: repository=%s error=%s", repository.id(), e.getMessage());
        }
        repository.publishedRefs().put(repository.branch(), CommitId.NONE);
    }

    private static List<CommitId> newestOfOurs(ConfigRepository repository) {
        Optional<CommitId> tip = repository.fetchedTip();
        if (tip.isEmpty()) {
            return List.of();
        }
        try (Stream<Commit> commits = repository.mirror().firstParents(tip.get())) {
            return commits.limit(MAX_REPUBLISHED)
                    .filter(repository::isOurs)
                    .map(Commit::id)
                    .toList();
        }
    }

    /** Errors here are only logged, and the next poll tries again: the answer to a push must not depend on a review host. */
    private void reconcileRequests(ConfigRepository repository) {
        try {
            heads.reconcileRequests(repository);
        } catch (UncheckedIOException | HostRefused e) {
            LOG.warnf("pull requests not reconciled: repository=%s error=%s", repository.id(), e.getMessage());
        }
    }

    /** Returns true for a ref that may have moved while this service was down: the edited branch, and refs that the old mirror has elsewhere. */
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

    /** Returns true for a head branch of ours, such as that of a pull request, which is rebuilt on a new base when necessary. */
    private static boolean isOurHeadBranch(ConfigRepository repository, GitRef ref, CommitId commit) {
        return ref.isBranch()
                && !ref.equals(repository.branch())
                && !commit.isNone()
                && repository.isOurs(repository.mirror().commit(commit));
    }

    /** The unknown earlier commit of a ref. For a branch it is most likely the parent, which is also what a webhook would report. */
    private static CommitId parent(ConfigRepository repository, GitRef ref, CommitId tip) {
        Commit commit = repository.mirror().commit(tip);
        return ref.isBranch() && !commit.parents().isEmpty() ? commit.parents().getFirst() : CommitId.NONE;
    }

    private void publish(ConfigRepository repository, GitRef ref, CommitId before, CommitId commit) {
        if (isOurHeadBranch(repository, ref, commit)) {
            // The writer publishes it as a commit on its parent, wherever the branch was before: one event, one id.
            announcer.publishCommit(repository, ref, commit);
            return;
        }
        announcer.publishMove(repository, new RefMove(ref, before, commit));
        if (ref.equals(repository.branch())) {
            status.inspect(repository);
        }
    }
}
