package dev.millrace.sync.wiring;

import dev.millrace.cluster.record.RecordStore;
import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.messaging.intake.BearerToken;
import dev.millrace.sync.Assembly;
import dev.millrace.sync.SyncPipeline;
import dev.millrace.sync.apply.Kinds;
import dev.millrace.sync.apply.pace.Pace;
import dev.millrace.sync.health.watch.HealthWatch;
import dev.millrace.sync.health.watch.WrittenRules;
import dev.millrace.sync.identity.IdentityPolicy;
import dev.millrace.sync.lead.AgentId;
import dev.millrace.sync.lead.Leadership;
import dev.millrace.sync.quarantine.Quarantine;
import dev.millrace.sync.record.ClusterRecords;
import dev.millrace.sync.record.Records;
import dev.millrace.sync.render.Renderers;
import dev.millrace.sync.report.Outbox;
import dev.millrace.sync.source.GitSecrets;
import dev.millrace.sync.source.Repositories;
import dev.millrace.sync.source.trust.Signatories;
import dev.millrace.sync.state.Triggers;
import dev.millrace.sync.status.ApplicationMetrics;
import dev.millrace.sync.status.StatusWriter;
import dev.millrace.sync.tenant.OwnNamespace;
import dev.millrace.sync.trigger.Agent;
import dev.millrace.sync.trigger.Applications;
import dev.millrace.sync.trigger.Dependencies;
import dev.millrace.sync.trigger.Finalizers;
import dev.millrace.sync.trigger.Followers;
import dev.millrace.sync.trigger.Network;
import dev.millrace.sync.trigger.Poll;
import dev.millrace.sync.trigger.Rechecks;
import dev.millrace.sync.trigger.Reporter;
import dev.millrace.sync.trigger.Results;
import dev.millrace.sync.trigger.Subjects;
import dev.millrace.sync.trigger.Tenants;
import dev.millrace.sync.trigger.WorkQueue;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Set;

/** Assembles the parts of the agent. */
public final class Wiring {
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
    Quarantine quarantine(SyncConfig config) {
        return Quarantine.in(config.workDirectory(), CLOCK);
    }

    void close(@Disposes Quarantine quarantine) {
        quarantine.close();
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
    WorkQueue queue() {
        return new WorkQueue();
    }

    @Produces
    @Singleton
    Results results() {
        return new Results();
    }

    @Produces
    @Singleton
    Tenants tenants(SyncConfig config, KubernetesClient client, Applications applications) {
        return new Tenants(client, applications, new OwnNamespace(config.namespace()), config.requireTenant(), CLOCK);
    }

    void close(@Disposes Tenants tenants) {
        tenants.close();
    }

    @Produces
    @Singleton
    IdentityPolicy identities(SyncConfig config) {
        return IdentityPolicy.configured(
                config.serviceAccount(), config.ownRightsNamespaces().orElse(Set.of()));
    }

    @Produces
    @Singleton
    Subjects subjects(SyncConfig config, Tenants tenants, IdentityPolicy identities) {
        return new Subjects(config.clusterName(), tenants, identities);
    }

    @Produces
    @Singleton
    Followers followers(Applications applications, Subjects subjects) {
        return new Followers(applications, subjects);
    }

    @Produces
    @Singleton
    Dependencies dependencies(Applications applications, Subjects subjects, KubernetesSerialization serialization) {
        return new Dependencies(applications, subjects, serialization);
    }

    @Produces
    @Singleton
    Network network(
            Followers followers,
            Dependencies dependencies,
            Results results,
            WorkQueue queue,
            Repositories repositories) {
        return new Network(followers, dependencies, results, queue, repositories, CLOCK);
    }

    @Produces
    @Singleton
    Kinds kinds(KubernetesClient client) {
        return new Kinds(client, CLOCK);
    }

    @Produces
    @Singleton
    WrittenRules rules(SyncConfig config, KubernetesClient client, Results results, WorkQueue queue) {
        WrittenRules rules = new WrittenRules(
                client, config.namespace(), () -> results.all().forEach(uid -> queue.ask(uid, Triggers.NONE)));
        rules.start();
        return rules;
    }

    private static void inputChanged(WorkQueue queue, String uid) {
        queue.ask(uid, Triggers.source(CLOCK.instant(), Trigger.APPLICATION));
    }

    @Produces
    @Singleton
    SyncPipeline pipeline(
            SyncConfig config,
            KubernetesClient client,
            Repositories repositories,
            Renderers renderers,
            Kinds kinds,
            WrittenRules rules,
            Network network,
            Rechecks rechecks,
            Pace pace,
            WorkQueue queue,
            EventPublisher publisher,
            DeliveryMetrics metrics) {
        Outbox outbox = new Outbox(publisher::publish, (uid, event) -> queue.ask(uid, Triggers.acknowledged(event)));
        HealthWatch health = new HealthWatch(
                client, kinds::answering, rules, uid -> queue.ask(uid, Triggers.NONE), CLOCK, config.statusGrace());
        Records records = new ClusterRecords(new RecordStore(client, config.namespace()));
        return new Assembly(
                        client,
                        repositories,
                        renderers,
                        kinds,
                        health,
                        records,
                        outbox,
                        network,
                        rechecks,
                        pace,
                        metrics,
                        CLOCK)
                .pipeline();
    }

    @Produces
    @Singleton
    Agent agent(
            Applications applications,
            Subjects subjects,
            Dependencies dependencies,
            Network network,
            SyncPipeline pipeline,
            KubernetesClient client,
            ApplicationMetrics metrics,
            Rechecks rechecks,
            Repositories repositories,
            Followers followers,
            WorkQueue queue,
            Results results,
            Quarantine quarantine) {
        repositories.whenSecretChanges(secret -> followers.with(secret).forEach(uid -> inputChanged(queue, uid)));
        Reporter reporter = new Reporter(new StatusWriter(client, metrics, CLOCK), new Finalizers(client), rechecks);
        return new Agent(
                applications, subjects, dependencies, network, pipeline, reporter, queue, results, quarantine, CLOCK);
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
    Poll poll(Repositories repositories, Agent agent, Followers followers, WorkQueue queue) {
        return new Poll(repositories, agent, followers, queue, CLOCK);
    }

    void close(@Disposes Poll poll) {
        poll.close();
    }
}
