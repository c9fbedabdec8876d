package dev.millrace.sync.wiring;

import dev.millrace.cluster.record.RecordStore;
import dev.millrace.events.value.CommitId;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.messaging.intake.BearerToken;
import dev.millrace.sync.Assembly;
import dev.millrace.sync.Neighbours;
import dev.millrace.sync.Subject;
import dev.millrace.sync.SyncPipeline;
import dev.millrace.sync.apply.Kinds;
import dev.millrace.sync.apply.pace.Pace;
import dev.millrace.sync.health.HealthWatch;
import dev.millrace.sync.health.WrittenRules;
import dev.millrace.sync.lead.AgentId;
import dev.millrace.sync.lead.Leadership;
import dev.millrace.sync.record.ClusterRecords;
import dev.millrace.sync.record.Records;
import dev.millrace.sync.render.KustomizeWorkers;
import dev.millrace.sync.render.Renderers;
import dev.millrace.sync.render.helm.ClusterVersions;
import dev.millrace.sync.render.helm.Helm;
import dev.millrace.sync.render.helm.chart.Charts;
import dev.millrace.sync.render.input.References;
import dev.millrace.sync.render.plain.Bounds;
import dev.millrace.sync.render.plain.PlainFiles;
import dev.millrace.sync.render.worker.WorkerPool;
import dev.millrace.sync.report.Outbox;
import dev.millrace.sync.source.GitSecrets;
import dev.millrace.sync.source.Repositories;
import dev.millrace.sync.source.trust.Signatories;
import dev.millrace.sync.status.ApplicationMetrics;
import dev.millrace.sync.status.StatusWriter;
import dev.millrace.sync.trigger.Agent;
import dev.millrace.sync.trigger.Applications;
import dev.millrace.sync.trigger.Dependencies;
import dev.millrace.sync.trigger.Finalizers;
import dev.millrace.sync.trigger.Poll;
import dev.millrace.sync.trigger.Rechecks;
import dev.millrace.sync.trigger.Subjects;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The agent's parts and how they fit together. */
public final class Wiring {
    private static final int PART_OF_HEAP_FOR_WHAT_WAS_RENDERED = 16;
    private static final int REQUESTS_AT_ONCE = 64;
    private static final Clock CLOCK = Clock.systemUTC();

    @Produces
    @Singleton
    Pace pace() {
        return new Pace(REQUESTS_AT_ONCE, CLOCK);
    }

    @Produces
    @Singleton
    KubernetesClient client(Config config, KubernetesSerialization serialization, Pace pace) {
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withKubernetesSerialization(serialization)
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("pace", pace))
                .build();
    }

    void close(@Disposes KubernetesClient client) {
        client.close();
    }

    @Produces
    @Singleton
    Repositories repositories(SyncConfig config, KubernetesClient client, DeliveryMetrics metrics) {
        return new Repositories(
                config.workDirectory(), new GitSecrets(client), new Signatories(client), metrics, CLOCK);
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
    Helm helm(SyncConfig config, KubernetesClient client) {
        return new Helm(
                new WorkerPool(config.helmWorker(), config.helmWorkers(), config.renderTimeout()),
                new Charts(client, config.workDirectory().resolve("charts")),
                new ClusterVersions(client, CLOCK));
    }

    void close(@Disposes Helm helm) {
        helm.close();
    }

    @Produces
    @Singleton
    @io.quarkus.runtime.Startup
    BearerToken token(SyncConfig config) {
        return BearerToken.configured("millrace.sync.api.token", config.api().token());
    }

    @Produces
    @Singleton
    AgentId agentId(SyncConfig config) {
        return AgentId.in(config.workDirectory());
    }

    void close(@Disposes AgentId id) {
        id.close();
    }

    @Produces
    @Singleton
    Leadership leadership(SyncConfig config, KubernetesClient client, AgentId id) {
        return new Leadership(client, config.namespace(), id.toString(), config.leaseDuration(), CLOCK);
    }

    void close(@Disposes Leadership leadership) {
        leadership.close();
    }

    @Produces
    @Singleton
    Applications applications(KubernetesClient client) {
        return new Applications(client, CLOCK);
    }

    @Produces
    @Singleton
    Rechecks rechecks(KubernetesClient client, Applications applications, Leadership leadership, AgentId id) {
        return new Rechecks(client, applications, leadership, id.toString(), CLOCK);
    }

    void close(@Disposes Rechecks rechecks) {
        rechecks.close();
    }

    @Produces
    @Singleton
    Agent agent(
            SyncConfig config,
            Rechecks rechecks,
            Applications applications,
            KubernetesClient client,
            Pace pace,
            Repositories repositories,
            KustomizeWorkers kustomize,
            Helm helm,
            EventPublisher publisher,
            ApplicationMetrics applicationMetrics,
            DeliveryMetrics metrics) {
        CompletableFuture<Agent> made = new CompletableFuture<>();
        Outbox outbox =
                new Outbox(publisher::publish, (uid, event) -> made.join().acknowledged(uid, event));
        Kinds kinds = new Kinds(client, CLOCK);
        WrittenRules rules = new WrittenRules(client, config.namespace(), () -> ifMade(made, Agent::rulesChanged));
        HealthWatch health = new HealthWatch(
                client, kinds::answering, rules, uid -> made.join().objectChanged(uid));
        Records records = new ClusterRecords(new RecordStore(client, config.namespace()));
        SyncPipeline pipeline = new Assembly(
                        client,
                        repositories,
                        new Renderers(plain(config), kustomize, helm, new References(client, uid -> made.join()
                                .inputChanged(uid))),
                        kinds,
                        health,
                        records,
                        outbox,
                        neighbours(made),
                        rechecks,
                        pace,
                        metrics,
                        CLOCK)
                .pipeline();
        Subjects subjects = new Subjects(config.clusterName());
        Agent agent = new Agent(
                applications,
                subjects,
                new Dependencies(applications, subjects, client.getKubernetesSerialization()),
                pipeline,
                new StatusWriter(client, applicationMetrics, CLOCK),
                new Finalizers(client),
                rechecks,
                CLOCK);
        made.complete(agent);
        repositories.whenSecretChanges(agent::secretChanged);
        rules.start();
        return agent;
    }

    private static PlainFiles plain(SyncConfig config) {
        return new PlainFiles(
                Bounds.ofThisProcess(config.renderTimeout()),
                Runtime.getRuntime().maxMemory() / PART_OF_HEAP_FOR_WHAT_WAS_RENDERED);
    }

    private static void ifMade(CompletableFuture<Agent> made, Consumer<Agent> then) {
        if (made.isDone()) {
            then.accept(made.join());
        }
    }

    /** The agent, which is made after what needs it. */
    private static Neighbours neighbours(CompletableFuture<Agent> made) {
        return new Neighbours() {
            @Override
            public Optional<String> unmet(Subject app, CommitId commit) {
                return made.join().unmet(app, commit);
            }

            @Override
            public List<String> yetToSee(Subject app, CommitId commit) {
                return made.join().yetToSee(app, commit);
            }

            @Override
            public boolean exists(String uid) {
                return made.join().exists(uid);
            }

            @Override
            public void retry(String uid) {
                made.join().retry(uid);
            }
        };
    }

    @Produces
    @Singleton
    ApplicationMetrics applicationMetrics(MeterRegistry registry) {
        return new ApplicationMetrics(registry);
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
