package dev.millrace.updater.promote.plan;

import dev.millrace.events.PolicyState;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.updater.decide.BranchState;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All facts that a promotion of one policy depends on.
 *
 * @param upstreams the environments of its {@code after}, in that order; empty without one
 * @param images the images of the policy's name, oldest first
 * @param bad the images that were reverted somewhere
 * @param released the images that a user released, with the event of the release
 * @param written the times of our commits for the policy
 */
public record Situation(
        RepositoryId repository,
        GitRef branch,
        Policies policies,
        Policy policy,
        BranchState branchState,
        PolicyState state,
        List<Upstream> upstreams,
        List<KnownImage> images,
        Set<Digest> bad,
        Map<Digest, EventId> released,
        List<Instant> written,
        Instant now) {
    public Situation {
        upstreams = List.copyOf(upstreams);
        images = List.copyOf(images);
        bad = Set.copyOf(bad);
        released = Map.copyOf(released);
        written = List.copyOf(written);
    }
}
