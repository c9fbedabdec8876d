package dev.millrace.sync.plan;

import dev.millrace.events.value.CommitId;
import dev.millrace.sync.manifest.Manifests;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that a plan depends on. Objects are matched by {@link dev.millrace.events.value.ObjectRef#identity()}.
 *
 * @param revision the commit that the manifests were rendered from
 * @param desired with namespaces decided
 * @param recorded the objects that were applied before
 * @param live by identity, for each desired object that is not recorded
 * @param drifted identities of objects whose drift was reported
 * @param prune true if the Application prunes objects that are no longer desired
 * @param confirmed the revision whose pruning a user confirmed; absent if none was
 * @param missing identities of recorded objects that are known not to be in the cluster; none of them removed itself
 */
public record PlanInput(
        CommitId revision,
        Manifests desired,
        List<Recorded> recorded,
        Map<String, Live> live,
        Set<String> drifted,
        boolean prune,
        Optional<String> confirmed,
        Set<String> missing) {

    public PlanInput {
        recorded = List.copyOf(recorded);
        live = Map.copyOf(live);
        drifted = Set.copyOf(drifted);
        missing = Set.copyOf(missing);
    }

    /** Input in which no object is known to be missing. */
    public PlanInput(
            CommitId revision,
            Manifests desired,
            List<Recorded> recorded,
            Map<String, Live> live,
            Set<String> drifted,
            boolean prune,
            Optional<String> confirmed) {
        this(revision, desired, recorded, live, drifted, prune, confirmed, Set.of());
    }
}
