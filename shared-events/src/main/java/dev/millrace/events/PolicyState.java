package dev.millrace.events;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.RepositoryId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that people said about a policy and that doesn't stand in Git. Each record replaces the one before it: the topic is compacted.
 *
 * @param repository the configuration repository that the policy stands in
 * @param policy the policy's name in {@code .millrace/updates.yaml}
 * @param hold nothing is written for the policy; absent if it is not held
 * @param releases images that were taken back once and may be written again
 * @param approvals promotions that a person said yes to
 * @param changedAt when the newest of it was said
 */
public record PolicyState(
        RepositoryId repository,
        String policy,
        Optional<Hold> hold,
        List<Release> releases,
        List<Approval> approvals,
        Instant changedAt)
        implements Event {

    /** @param by who said so, as far as is known */
    public record Hold(String by, String reason, Instant at) {}

    /** @param digest the image's */
    public record Release(Digest digest, String by, String reason, Instant at) {}

    /** @param promotion the promotion's id */
    public record Approval(EventId promotion, String by, Instant at) {}

    public PolicyState {
        releases = List.copyOf(releases);
        approvals = List.copyOf(approvals);
    }

    /** Nothing was said about a policy. */
    public static PolicyState none(RepositoryId repository, String policy) {
        return new PolicyState(repository, policy, Optional.empty(), List.of(), List.of(), Instant.EPOCH);
    }

    @Override
    public Topic topic() {
        return Topic.POLICY_STATE;
    }

    @Override
    public String key() {
        return repository + "/" + policy;
    }

    @Override
    public EventId id() {
        return EventId.of("policy.state", repository.value(), policy, changedAt.toString());
    }

    @Override
    public String subject() {
        return policy + (hold.isPresent() ? " held" : " not held");
    }
}
