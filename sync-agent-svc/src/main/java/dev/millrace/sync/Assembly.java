package dev.millrace.sync;

import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.sync.apply.ClusterObjects;
import dev.millrace.sync.apply.Executor;
import dev.millrace.sync.apply.Kinds;
import dev.millrace.sync.apply.Placement;
import dev.millrace.sync.apply.pace.Pace;
import dev.millrace.sync.diff.Diffs;
import dev.millrace.sync.health.RolloutCauses;
import dev.millrace.sync.health.watch.HealthWatch;
import dev.millrace.sync.lead.Mandate;
import dev.millrace.sync.prune.PendingClaims;
import dev.millrace.sync.prune.Pruner;
import dev.millrace.sync.record.Records;
import dev.millrace.sync.render.Renderers;
import dev.millrace.sync.report.Outbox;
import dev.millrace.sync.source.Repositories;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;

/**
 * The parts of the pipeline, given the worlds that they meet.
 *
 * @param mandate the permission of this agent to change the cluster
 */
public record Assembly(
        KubernetesClient client,
        Repositories repositories,
        Renderers renderers,
        Kinds kinds,
        HealthWatch health,
        Records records,
        Outbox outbox,
        OtherApplications others,
        Mandate mandate,
        Pace pace,
        DeliveryMetrics metrics,
        Clock clock) {

    public SyncPipeline pipeline() {
        PendingClaims claims = new PendingClaims(others::retry);
        Recorder recorder = new Recorder(records, outbox, claims, metrics);
        ClusterObjects cluster = new ClusterObjects(client, kinds, mandate, pace);
        Executor executor = new Executor(cluster, others::exists);
        Placement placement = new Placement(kinds);
        SourceReader sources = new SourceReader(repositories, others, clock);
        AttemptEnd ending = new AttemptEnd(new RolloutCauses(client, cluster::read), clock);
        PlanBuilder plans = new PlanBuilder(placement, executor, metrics);
        Attempts attempts = new Attempts(sources, renderers, plans, ending, claims, metrics, clock);
        Pruner pruner = new Pruner(cluster, client);
        Release release = new Release(pruner, claims, recorder);
        return new SyncPipeline(
                repositories,
                new Lookups(sources, attempts, new DriftCheck(executor, clock), health, others),
                new Actions(
                        attempts,
                        new StepApplier(executor, recorder, new AwaitedObjects(others::retry), metrics, clock),
                        new Removal(pruner, release, others, recorder, clock),
                        release,
                        ending,
                        clock),
                recorder,
                new Diffs(repositories, renderers, placement, executor, clock),
                metrics,
                clock);
    }
}
