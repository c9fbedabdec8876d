package dev.millrace.updater.state;

import dev.millrace.events.PolicyState;
import dev.millrace.events.PolicyState.Approval;
import dev.millrace.events.PolicyState.Hold;
import dev.millrace.events.PolicyState.Release;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.updater.decide.BranchState;
import dev.millrace.updater.decide.WrittenUpdates;
import dev.millrace.updater.deliver.Holds;
import dev.millrace.updater.repository.ConfigRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The users' decisions about policies: holds, releases, approvals. A new one counts once it is stored. */
@ApplicationScoped
public class PolicyStates implements Holds {
    /** The limit of each list; a longer one would exceed the record size of a broker. */
    private static final int MAX_ENTRIES = 200;

    private final PolicyStateStore store;
    private final Clock clock;
    private final Map<String, PolicyState> states = new ConcurrentHashMap<>();
    private volatile boolean complete;

    PolicyStates(PolicyStateStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Receives a state from Kafka. */
    void apply(PolicyState state) {
        store.received(state);
        merge(state);
    }

    private void merge(PolicyState state) {
        states.merge(
                state.key(),
                state,
                (known, received) -> received.changedAt().isBefore(known.changedAt()) ? known : received);
    }

    void markLoaded() {
        complete = true;
    }

    /**
     * Compares the states of a repository with those in Git and in Kafka, and adds what one lacks. Until they are loaded from Kafka, they are only
     * read from Git.
     *
     * @throws java.io.UncheckedIOException if the host or Kafka is unavailable
     */
    public void reconcile(ConfigRepository repository) {
        if (complete) {
            store.reconcile(repository, () -> all(repository.id()), this::merge);
        } else {
            store.readOnce(repository.id(), this::merge);
        }
    }

    /**
     * Publishes all states again after Kafka may have lost them.
     *
     * @throws java.io.UncheckedIOException if Kafka is unavailable
     */
    public void publishAgain() {
        store.forgetPublished();
        store.publishMissing(List.copyOf(states.values()));
    }

    private List<PolicyState> all(RepositoryId repository) {
        return states.values().stream()
                .filter(state -> state.repository().equals(repository))
                .toList();
    }

    /** The state of a policy. */
    public PolicyState of(RepositoryId repository, String policy) {
        PolicyState none = PolicyState.none(repository, policy);
        return states.getOrDefault(none.key(), none);
    }

    /** Returns true if a user ever made a decision about the policy. */
    public boolean isTouched(RepositoryId repository, String policy) {
        return states.containsKey(PolicyState.none(repository, policy).key());
    }

    /** The policies of a repository that are held. */
    public Set<String> held(RepositoryId repository) {
        return states.values().stream()
                .filter(state ->
                        state.repository().equals(repository) && state.hold().isPresent())
                .map(PolicyState::policy)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The releases that no commit has followed yet: these images may be written although they were reverted. */
    public List<Release> open(RepositoryId repository, String policy, WrittenUpdates written) {
        return of(repository, policy).releases().stream()
                .filter(release -> written.causedBy(policy, cause(repository, policy, release))
                        .isEmpty())
                .toList();
    }

    /** The id of the event that published a release. */
    public static EventId cause(RepositoryId repository, String policy, Release release) {
        return new PolicyState(repository, policy, Optional.empty(), List.of(), List.of(), release.at()).id();
    }

    /**
     * The state of a branch with the users' holds and releases applied.
     *
     * @throws StateNotLoaded as long as the states are not loaded
     * @throws dev.millrace.git.GitUnavailable if those of this repository were never read from its host, and it is unreachable
     */
    @Override
    public BranchState branchState(RepositoryId repository, BranchState plain) {
        if (!complete) {
            throw new StateNotLoaded();
        }
        store.readOnce(repository, this::merge);
        WrittenUpdates written = plain.written();
        Map<String, Set<Digest>> released = new HashMap<>();
        for (PolicyState state : states.values()) {
            if (state.repository().equals(repository)) {
                Set<Digest> again = open(repository, state.policy(), plain.written()).stream()
                        .map(Release::digest)
                        .collect(Collectors.toSet());
                written = written.without(state.policy(), again);
                released.put(state.policy(), again);
            }
        }
        Set<String> held = new TreeSet<>(held(repository));
        held.addAll(plain.held());
        return new BranchState(written, plain.present(), held, released);
    }

    /** Holds a policy: nothing is written for it until it is released. */
    public PolicyState hold(RepositoryId repository, String policy, String by, String reason) {
        return change(repository, policy, state -> {
            Instant at = after(state);
            return new PolicyState(
                    repository, policy, Optional.of(new Hold(by, reason, at)), state.releases(), state.approvals(), at);
        });
    }

    /** Ends a hold; with a digest, that image may be written again. */
    public PolicyState release(
            RepositoryId repository, String policy, Optional<Digest> again, String by, String reason) {
        return change(repository, policy, state -> {
            Instant at = after(state);
            List<Release> releases = new ArrayList<>(state.releases());
            again.ifPresent(digest -> {
                releases.removeIf(one -> one.digest().equals(digest));
                releases.add(new Release(digest, by, reason, at));
            });
            return new PolicyState(repository, policy, Optional.empty(), last(releases), state.approvals(), at);
        });
    }

    /** Approves a promotion. */
    public PolicyState approve(RepositoryId repository, String policy, EventId promotion, String by) {
        return change(repository, policy, state -> {
            Instant at = after(state);
            List<Approval> approvals = new ArrayList<>(state.approvals());
            approvals.removeIf(one -> one.promotion().equals(promotion));
            approvals.add(new Approval(promotion, by, at));
            return new PolicyState(repository, policy, state.hold(), state.releases(), last(approvals), at);
        });
    }

    private synchronized PolicyState change(RepositoryId repository, String policy, UnaryOperator<PolicyState> step) {
        if (!complete) {
            throw new StateNotLoaded();
        }
        return store.store(repository, () -> step.apply(of(repository, policy)), this::merge);
    }

    /** The current time, or a later one if an earlier decision has a later timestamp from another replica's clock. */
    private Instant after(PolicyState state) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return now.isAfter(state.changedAt()) ? now : state.changedAt().plus(1, ChronoUnit.MICROS);
    }

    private static <T> List<T> last(List<T> all) {
        return all.subList(Math.max(0, all.size() - MAX_ENTRIES), all.size());
    }
}
