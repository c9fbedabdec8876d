package dev.millrace.sync.trigger;

import dev.millrace.cluster.application.Application;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.sync.ApiStandIn;
import dev.millrace.sync.Assembly;
import dev.millrace.sync.HandClock;
import dev.millrace.sync.MapRecords;
import dev.millrace.sync.Subject;
import dev.millrace.sync.SyncPipeline;
import dev.millrace.sync.apply.Kinds;
import dev.millrace.sync.apply.pace.Pace;
import dev.millrace.sync.health.exact.KindRules;
import dev.millrace.sync.health.object.HealthContext;
import dev.millrace.sync.health.watch.HealthWatch;
import dev.millrace.sync.identity.IdentityPolicy;
import dev.millrace.sync.lead.Leadership;
import dev.millrace.sync.quarantine.Quarantine;
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
import dev.millrace.sync.state.Triggers;
import dev.millrace.sync.status.ApplicationMetrics;
import dev.millrace.sync.status.StatusWriter;
import dev.millrace.sync.tenant.SampleTenancy;
import dev.millrace.sync.tenant.Tenancy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;

/** The agent's own parts, without a source, a cluster and Kafka. Its queue only notes what it is asked, unless the agent is started. */
final class TestAgent implements AutoCloseable {
    final ApiStandIn api = new ApiStandIn();
    final HandClock clock = new HandClock();
    final MapRecords records = new MapRecords();
    final WorkQueue queue = new WorkQueue();
    final Results results = new Results();
    final AtomicReference<Tenancy> tenancy = new AtomicReference<>(SampleTenancy.SINGLE_TEAM);
    final Subjects subjects = new Subjects("test", () -> Optional.ofNullable(tenancy.get()), IdentityPolicy.OWN_RIGHTS);
    final Applications applications;
    final Dependencies dependencies;
    final Followers followers;
    final Repositories repositories;
    final Network network;
    final Quarantine quarantine;
    final Agent agent;
    private final ResourceEventHandler<Application> watch;
    private final ResourceEventHandler<Application> quiet;
    private final HealthWatch health;
    private final Rechecks rechecks;

    /** The triggers of each pass, by uid. */
    private final Map<String, List<Triggers>> passes = new ConcurrentHashMap<>();

    TestAgent(Path directory) {
        KubernetesClient client = api.client();
        DeliveryMetrics metrics = new DeliveryMetrics(new SimpleMeterRegistry());
        applications = new Applications(client, clock);
        dependencies = new Dependencies(applications, subjects, client.getKubernetesSerialization());
        followers = new Followers(applications, subjects);
        repositories = new Repositories(directory, new GitSecrets(client), new Signatories(client), metrics, clock);
        network = new Network(followers, dependencies, results, queue, repositories, clock);
        Leadership leadership = new Leadership(client, "millrace", "agent", Duration.ofSeconds(15), clock);
        rechecks = new Rechecks(client, applications, leadership, "agent", clock);
        Kinds kinds = new Kinds(client, clock);
        health = healthOf(client, kinds);
        SyncPipeline pipeline = new Assembly(
                        client,
                        repositories,
                        renderers(client, directory),
                        kinds,
                        health,
                        records,
                        new Outbox(envelope -> {}, (uid, id) -> {}),
                        network,
                        rechecks,
                        new Pace(8, clock),
                        metrics,
                        clock)
                .pipeline();
        Reporter reporter = new Reporter(
                new StatusWriter(client, new ApplicationMetrics(new SimpleMeterRegistry()), clock),
                new Finalizers(client),
                rechecks);
        quarantine = Quarantine.in(directory, clock);
        agent = new Agent(
                applications, subjects, dependencies, network, pipeline, reporter, queue, results, quarantine, clock);
        watch = applications.handlerFor(agent);
        quiet = applications.handlerFor(new Quiet());
        queue.reconcileWith((uid, triggers) -> {
            passes.computeIfAbsent(uid, id -> new ArrayList<>()).add(triggers);
            return Optional.empty();
        });
    }

    private static HealthWatch healthOf(KubernetesClient client, Kinds kinds) {
        return new HealthWatch(
                client,
                kinds::answering,
                KindRules::shipped,
                uid -> {},
                Clock.systemUTC(),
                HealthContext.DEFAULT_GRACE);
    }

    private Renderers renderers(KubernetesClient client, Path directory) {
        return new Renderers(
                new PlainFiles(Bounds.ofThisProcess(Duration.ofMinutes(1)), 1 << 20),
                new KustomizeWorkers(Path.of("none"), 1, Duration.ofSeconds(1)),
                new Helm(
                        new WorkerPool(Path.of("none"), 1, Duration.ofSeconds(1)),
                        new Charts(client, directory.resolve("charts")),
                        new ClusterVersions(client, clock)),
                new References(client, uid -> {}));
    }

    /** The watch received this Application, without a trigger. */
    Application know(Application application) {
        quiet.onAdd(application);
        return application;
    }

    ResourceEventHandler<Application> watch() {
        return watch;
    }

    TestAgent open() {
        queue.open(() -> {});
        return this;
    }

    Subject subject(String name) {
        return followers.named("shop", name).orElseThrow();
    }

    ApplicationId id(String name) {
        return new ApplicationId("test", "shop", name);
    }

    /** Returns the triggers of all passes so far, by uid, once all passes have ended. */
    Map<String, List<Triggers>> passes() {
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> queue.size() == 0);
        return passes;
    }

    private static final class Quiet implements Applications.Listener {
        @Override
        public void asked(String uid, Triggers triggers) {}

        @Override
        public void statusChanged(Application application) {}

        @Override
        public void gone(String uid) {}
    }

    @Override
    public void close() {
        queue.close();
        quarantine.close();
        rechecks.close();
        applications.close();
        health.close();
        repositories.close();
        api.close();
    }
}
