package dev.millrace.sync.wiring;

import dev.millrace.cluster.record.RecordStore;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.sync.Attempts;
import dev.millrace.sync.Bookkeeping;
import dev.millrace.sync.Execution;
import dev.millrace.sync.Removal;
import dev.millrace.sync.Settlement;
import dev.millrace.sync.SyncPipeline;
import dev.millrace.sync.apply.ClusterObjects;
import dev.millrace.sync.apply.Executor;
import dev.millrace.sync.apply.Kinds;
import dev.millrace.sync.apply.Placement;
import dev.millrace.sync.health.HealthWatch;
import dev.millrace.sync.health.RolloutCauses;
import dev.millrace.sync.prune.NamespaceContents;
import dev.millrace.sync.prune.Pruner;
import dev.millrace.sync.record.ClusterRecords;
import dev.millrace.sync.render.KustomizeWorkers;
import dev.millrace.sync.render.Renderers;
import dev.millrace.sync.report.Outbox;
import dev.millrace.sync.source.GitSecrets;
import dev.millrace.sync.source.Repositories;
import dev.millrace.sync.status.StatusWriter;
import dev.millrace.sync.trigger.Agent;
import dev.millrace.sync.trigger.Applications;
import dev.millrace.sync.trigger.Poll;
import dev.millrace.sync.trigger.Subjects;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;

/** The agent's parts and how they fit together. */
public final class Wiring {
    private static final Clock CLOCK = Clock.systemUTC();

    @Produces
    @Singleton
    Repositories repositories(SyncConfig config, KubernetesClient client, DeliveryMetrics metrics) {
        return new Repositories(config.workDirectory(), new GitSecrets(client, CLOCK), metrics, CLOCK);
    }

    void close(@Disposes Repositories repositories) {
        repositories.close();
    }

    @Produces
    @Singleton
    KustomizeWorkers kustomizeWorkers(SyncConfig config) {
        return new KustomizeWorkers(config.kustomizeWorker(), config.kustomizeWorkers(), config.renderTimeout());
    }

    void close(@Disposes KustomizeWorkers workers) {
        workers.close();
    }

    @Produces
    @Singleton
    Agent agent(
            SyncConfig config,
            KubernetesClient client,
            Repositories repositories,
            KustomizeWorkers kustomize,
            EventPublisher publisher,
            DeliveryMetrics metrics) {
        CompletableFuture<Agent> made = new CompletableFuture<>();
        Outbox outbox =
                new Outbox(publisher::publish, (uid, event) -> made.join().acknowledged(uid, event));
        Kinds kinds = new Kinds(client, CLOCK);
        HealthWatch health =
                new HealthWatch(client, kinds::of, uid -> made.join().objectChanged(uid));
        SyncPipeline pipeline = pipeline(config, client, repositories, kustomize, outbox, metrics, kinds, health);
        Agent agent = new Agent(
                new Applications(client, CLOCK),
                new Subjects(config.clusterName()),
                pipeline,
                new StatusWriter(client, CLOCK),
                CLOCK);
        made.complete(agent);
        return agent;
    }

    private static SyncPipeline pipeline(
            SyncConfig config,
            KubernetesClient client,
            Repositories repositories,
            KustomizeWorkers kustomize,
            Outbox outbox,
            DeliveryMetrics metrics,
            Kinds kinds,
            HealthWatch health) {
        Bookkeeping books =
                new Bookkeeping(new ClusterRecords(new RecordStore(client, config.namespace())), outbox, metrics);
        ClusterObjects cluster = new ClusterObjects(client, kinds);
        Executor executor = new Executor(cluster);
        Removal removal = new Removal(new Pruner(cluster, new NamespaceContents(client)), books, CLOCK);
        Settlement settlement = new Settlement(health, new RolloutCauses(client, cluster::read), removal, CLOCK);
        Execution execution = new Execution(new Placement(kinds), executor, books, metrics, CLOCK);
        Attempts attempts = new Attempts(new Renderers(kustomize), execution, settlement, metrics, CLOCK);
        return new SyncPipeline(repositories, attempts, settlement, books, CLOCK);
    }

    void close(@Disposes Agent agent) {
        agent.close();
    }

    @Produces
    @Singleton
    Poll poll(Repositories repositories, Agent agent) {
        return new Poll(repositories, agent, CLOCK);
    }

    void close(@Disposes Poll poll) {
        poll.close();
    }
}
