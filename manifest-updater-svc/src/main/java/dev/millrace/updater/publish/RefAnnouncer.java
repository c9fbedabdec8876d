package dev.millrace.updater.publish;

import dev.millrace.events.ConfigCommitted;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.updater.repository.ConfigRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import org.jboss.logging.Logger;

/** Publishes {@code config.committed} and returns when Kafka has acknowledged it. */
@ApplicationScoped
public class RefAnnouncer {
    private static final Logger LOG = Logger.getLogger(RefAnnouncer.class);

    private final EventPublisher publisher;
    private final Clock clock;

    public RefAnnouncer(EventPublisher publisher, Clock clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    /**
     * Publishes that a ref moved.
     *
     * @throws dev.millrace.messaging.EventNotPublished if Kafka does not acknowledge it in time
     */
    public void publishMove(ConfigRepository repository, RefMove move) {
        publish(repository, move);
        repository.publishedRefs().put(move.ref(), move.commit());
    }

    private void publish(ConfigRepository repository, RefMove move) {
        Envelope<ConfigCommitted> envelope = CommittedEvents.of(repository, move, clock.instant());
        publisher.publish(envelope);
        LOG.infof(
                "config committed: repository=%s ref=%s commit=%s origin=%s event=%s",
                repository.id(), move.ref(), move.commit(), envelope.event().origin(), envelope.id());
    }

    /** Publishes a commit of ours: on the edited branch as a commit on its parent, which need not be the tip, or on a head branch. */
    public void publishCommit(ConfigRepository repository, GitRef ref, CommitId id) {
        if (ref.equals(repository.branch())) {
            publishOnBranch(repository, id);
        } else {
            publishHeadBranch(repository, ref);
        }
    }

    private void publishOnBranch(ConfigRepository repository, CommitId id) {
        List<CommitId> parents = repository.mirror().commit(id).parents();
        CommitId before = parents.isEmpty() ? CommitId.NONE : parents.getFirst();
        publish(repository, new RefMove(repository.branch(), before, id));
        boolean newest = repository
                .publishedRefs()
                .of(repository.branch())
                .filter(published -> repository.mirror().reaches(published, id))
                .isEmpty();
        if (newest) {
            repository.publishedRefs().put(repository.branch(), id);
        }
    }

    /** A head branch may be new, rebuilt, or have received several commits by one push: published as the host's webhook reports it. */
    private void publishHeadBranch(ConfigRepository repository, GitRef ref) {
        repository
                .publishedRefs()
                .advance(
                        ref,
                        () -> repository.mirror().tip(ref),
                        (before, tip) -> publish(repository, new RefMove(ref, before, tip)));
    }
}
