package dev.millrace.sync;

import dev.millrace.cluster.ClusterUid;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.sync.apply.ClusterObjects;
import dev.millrace.sync.apply.Executor;
import dev.millrace.sync.apply.Kinds;
import dev.millrace.sync.apply.Placement;
import dev.millrace.sync.apply.pace.Pace;
import dev.millrace.sync.diff.Diffs;
import dev.millrace.sync.health.RolloutCauses;
import dev.millrace.sync.health.watch.HealthWatch;
import dev.millrace.sync.identity.ClusterClients;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.lead.Mandate;
import dev.millrace.sync.orphan.MarkedObjects;
import dev.millrace.sync.prune.PendingClaims;
import dev.millrace.sync.prune.Pruner;
import dev.millrace.sync.record.Records;
import dev.millrace.sync.render.Renderers;
import dev.millrace.sync.report.Outbox;
import dev.millrace.sync.source.Repositories;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.function.Function;
import org.jboss.logging.Logger;

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
    private static final Logger LOG = Logger.getLogger(Assembly.class);

    public SyncPipeline pipeline() {
        ClusterUid uid = new ClusterUid(client, LOG::warn);
        AttemptIdentities identities = new AttemptIdentities(uid);
        PendingClaims claims = new PendingClaims(others::retry);
        Recorder recorder = new Recorder(records, outbox, claims, metrics);
        ClusterObjects cluster = new ClusterObjects(client, kinds, mandate, pace);
        ClusterClients clients = new ClusterClients(client);
        Executor own = new Executor(cluster, others::exists);
        Function<Identity, Executor> executors = own::as;
        Function<Identity, Pruner> pruners = identity -> new Pruner(cluster.as(identity), clients.as(identity));
        Function<Identity, RolloutCauses> causes =
                identity -> new RolloutCauses(clients.as(identity), cluster.as(identity)::read);
        Placement placement = new Placement(kinds);
        SourceReader sources = new SourceReader(repositories, others, clock);
        AttemptEnd ending = new AttemptEnd(causes, uid, clock);
        PlanBuilder plans = new PlanBuilder(placement, executors, metrics);
        Attempts attempts = new Attempts(sources, renderers, plans, ending, claims, identities, metrics, clock);
        Release release = new Release(pruners, claims, recorder);
        return new SyncPipeline(
                repositories,
                new Lookups(sources, attempts, new DriftCheck(executors, clock), health, others),
                new Actions(
                        attempts,
                        new StepApplier(executors, recorder, new AwaitedObjects(others::retry), metrics, clock),
                        new Removal(pruners, release, others, recorder, identities, clock),
                        release,
                        ending,
                        clock),
                recorder,
                new LostRecords(identity -> new MarkedObjects(clients.as(identity)), clock),
                new Diffs(repositories, renderers, placement, executors, clock),
                metrics,
                clock);
    }
}
