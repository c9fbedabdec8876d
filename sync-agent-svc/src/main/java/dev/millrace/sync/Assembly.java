package dev.millrace.sync;

import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.sync.apply.ClusterObjects;
import dev.millrace.sync.apply.Executor;
import dev.millrace.sync.apply.Kinds;
import dev.millrace.sync.apply.Placement;
import dev.millrace.sync.apply.pace.Pace;
import dev.millrace.sync.diff.Diffs;
import dev.millrace.sync.health.HealthWatch;
import dev.millrace.sync.health.RolloutCauses;
import dev.millrace.sync.lead.Mandate;
import dev.millrace.sync.prune.Pruner;
import dev.millrace.sync.prune.Wishes;
import dev.millrace.sync.record.Records;
import dev.millrace.sync.render.Renderers;
import dev.millrace.sync.report.Outbox;
import dev.millrace.sync.source.Repositories;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;

/**
 * How the pipeline's parts fit together, given the worlds that they meet.
 *
 * @param mandate that this agent may change the cluster
 */
public record Assembly(
        KubernetesClient client,
        Repositories repositories,
        Renderers renderers,
        Kinds kinds,
        HealthWatch health,
        Records records,
        Outbox outbox,
        Neighbours neighbours,
        Mandate mandate,
        Pace pace,
        DeliveryMetrics metrics,
        Clock clock) {

    public SyncPipeline pipeline() {
        Wishes wishes = new Wishes(neighbours::retry);
        Bookkeeping books = new Bookkeeping(records, outbox, wishes, metrics);
        ClusterObjects cluster = new ClusterObjects(client, kinds, mandate, pace);
        Removal removal = new Removal(new Pruner(cluster, client), wishes, neighbours, books, clock);
        Settlement settlement = new Settlement(health, new RolloutCauses(client, cluster::read), removal, clock);
        Executor executor = new Executor(cluster, neighbours::exists);
        Placement placement = new Placement(kinds);
        Diffs diffs = new Diffs(repositories, renderers, placement, executor, clock);
        Execution execution = new Execution(placement, executor, wishes, books, metrics, clock);
        Attempts attempts = new Attempts(renderers, execution, settlement, neighbours, metrics, clock);
        Takedown takedown = new Takedown(settlement, removal, clock);
        return new SyncPipeline(repositories, attempts, settlement, takedown, books, diffs, clock);
    }
}
