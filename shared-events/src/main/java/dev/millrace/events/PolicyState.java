package dev.millrace.events;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.RepositoryId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The manual state of a policy that is not in Git. Each record replaces the previous one: the topic is compacted.
 *
 * @param repository the configuration repository of the policy
 * @param policy the policy's name in {@code .millrace/updates.yaml}
 * @param hold the hold on the policy, which blocks its updates; absent if the policy is not held
 * @param releases images that were reverted and may be deployed again
 * @param approvals promotions that a user approved
 * @param changedAt the time of the newest change
 */
public record PolicyState(
        RepositoryId repository,
        String policy,
        Optional<Hold> hold,
        List<Release> releases,
        List<Approval> approvals,
        Instant changedAt)
        implements Event {

    /** @param by the author, as far as known */
    public record Hold(String by, String reason, Instant at) {}

    /** @param digest the digest of the image */
    public record Release(Digest digest, String by, String reason, Instant at) {}

    /** @param promotion the promotion's id */
    public record Approval(EventId promotion, String by, Instant at) {}

    public PolicyState {
        releases = List.copyOf(releases);
        approvals = List.copyOf(approvals);
    }

    /** The empty state of a policy. */
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
