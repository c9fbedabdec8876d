package dev.millrace.updater.state;

import dev.millrace.events.PolicyState;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.transport.PushOutcome;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.updater.repository.ConfigRepositories;
import dev.millrace.updater.repository.ConfigRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Stores the users' decisions about policies: first on a ref of the repository, then in Kafka, by which other instances receive them at once. Either
 * side may lack what the other one has, after a crash between the two or after a loss; of two states of a policy the one that was changed later wins.
 */
@ApplicationScoped
class PolicyStateStore {
    private static final Logger LOG = Logger.getLogger(PolicyStateStore.class);
    private static final int MAX_PUSHES = 20;

    private final ConfigRepositories repositories;
    private final EventPublisher publisher;
    private final Clock clock;

    /** The time of the latest state of each policy that Kafka has, by key. */
    private final Map<String, Instant> published = new ConcurrentHashMap<>();

    /** The repositories whose host refuses the ref. */
    private final Set<RepositoryId> refusing = ConcurrentHashMap.newKeySet();

    /** The repositories whose ref was read. */
    private final Set<RepositoryId> read = ConcurrentHashMap.newKeySet();

    PolicyStateStore(ConfigRepositories repositories, EventPublisher publisher, Clock clock) {
        this.repositories = repositories;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** Records that Kafka has a state. */
    void received(PolicyState state) {
        published.merge(state.key(), state.changedAt(), (one, other) -> one.isAfter(other) ? one : other);
    }

    /** Forgets what Kafka has: it may have lost it. */
    void forgetPublished() {
        published.clear();
    }

    /**
     * Reads the ref of a repository, unless this process has read it.
     *
     * @param receiver receives its states
     * @throws dev.millrace.git.GitUnavailable if the host is unreachable
     */
    void readOnce(RepositoryId id, Consumer<PolicyState> receiver) {
        repositories
                .of(id)
                .filter(repository -> !read.contains(id))
                .ifPresent(repository -> read(repository, receiver));
    }

    private PolicyStateRef.Content read(ConfigRepository repository, Consumer<PolicyState> receiver) {
        PolicyStateRef.Content content = PolicyStateRef.read(repository);
        content.states().values().forEach(receiver);
        read.add(repository.id());
        return content;
    }

    /**
     * Stores the next state of a policy.
     *
     * @param next the next state, by all that the receiver has received; called again if another instance was faster
     * @param receiver receives the states of others, and the next one once it is in Git
     * @throws UncheckedIOException if the host or Kafka is unavailable; in the latter case it is stored nevertheless
     */
    PolicyState store(RepositoryId id, Supplier<PolicyState> next, Consumer<PolicyState> receiver) {
        Optional<ConfigRepository> repository = repositories.of(id);
        PolicyState state = repository.map(one -> push(one, next, receiver)).orElseGet(next);
        receiver.accept(state);
        publish(state);
        return state;
    }

    private PolicyState push(ConfigRepository repository, Supplier<PolicyState> next, Consumer<PolicyState> receiver) {
        for (int tries = 1; tries <= MAX_PUSHES; tries++) {
            PolicyStateRef.Content content = read(repository, receiver);
            PolicyState state = next.get();
            if (isPushed(repository, content, List.of(state))) {
                return state;
            }
        }
        throw new UncheckedIOException(
                new IOException("storing a decision failed: " + repository.id() + ": others changed "
                        + PolicyStateRef.REF + " at the same time, " + MAX_PUSHES + " times in a row; try again"));
    }

    /** Returns false if another instance was faster. A host that refuses the ref leaves the states to Kafka alone. */
    private boolean isPushed(ConfigRepository repository, PolicyStateRef.Content on, Collection<PolicyState> states) {
        return switch (PolicyStateRef.write(repository, on, states, clock.instant())) {
            case PushOutcome.Pushed pushed -> {
                refusing.remove(repository.id());
                yield true;
            }
            case PushOutcome.Rejected rejected -> false;
            case PushOutcome.Refused(String reason) -> {
                if (refusing.add(repository.id())) {
                    LOG.warnf(
                            "decisions about policies are not kept in Git, a loss of Kafka would lose them; allow pushes to the ref: repository=%s ref=%s error=%s",
                            repository.id(), PolicyStateRef.REF, reason);
                }
                yield true;
            }
        };
    }

    /**
     * Compares both sides with what is known, and adds what one lacks.
     *
     * @param known the known states of the repository, asked again after the receiver has received those of the ref
     * @throws UncheckedIOException if the host or Kafka is unavailable
     */
    void reconcile(
            ConfigRepository repository, Supplier<Collection<PolicyState>> known, Consumer<PolicyState> receiver) {
        PolicyStateRef.Content content = read(repository, receiver);
        List<PolicyState> missing =
                known.get().stream().filter(state -> !content.has(state)).toList();
        if (!missing.isEmpty()) {
            isPushed(repository, content, missing); // if another instance was faster, the next poll compares again
        }
        publishMissing(known.get());
    }

    /** Publishes the states that Kafka lacks. */
    void publishMissing(Collection<PolicyState> known) {
        known.stream()
                .filter(state ->
                        published.getOrDefault(state.key(), Instant.MIN).isBefore(state.changedAt()))
                .forEach(this::publish);
    }

    private void publish(PolicyState state) {
        publisher.publish(PolicyStateFile.event(state));
        received(state);
    }
}
