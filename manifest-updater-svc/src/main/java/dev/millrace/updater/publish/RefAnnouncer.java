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

/** Tells {@code config.committed}, and returns when Kafka has it. */
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
     * A ref moved.
     *
     * @throws dev.millrace.messaging.EventNotPublished if Kafka doesn't take it in time
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

    /** A commit of ours is on a branch: on the one that is edited, on top of its parent, perhaps not the newest there. */
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

    /** A branch of ours may be new, built anew, or have got several commits by one push: told as the host's webhook tells it. */
    private void publishHeadBranch(ConfigRepository repository, GitRef ref) {
        repository
                .publishedRefs()
                .advance(
                        ref,
                        () -> repository.mirror().tip(ref),
                        (before, tip) -> publish(repository, new RefMove(ref, before, tip)));
    }
}
