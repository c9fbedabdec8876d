package dev.millrace.sync;

import dev.millrace.cluster.record.RecordStore;
import dev.millrace.events.Event;
import dev.millrace.events.Health;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.sync.apply.Kinds;
import dev.millrace.sync.apply.pace.Pace;
import dev.millrace.sync.diff.ApplicationDiff;
import dev.millrace.sync.health.exact.KindRules;
import dev.millrace.sync.health.object.HealthContext;
import dev.millrace.sync.health.watch.HealthWatch;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.lead.Mandate;
import dev.millrace.sync.record.ClusterRecords;
import dev.millrace.sync.record.Ledger;
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
import dev.millrace.sync.state.Triggers;
import dev.millrace.testbed.services.WorkerBinary;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** One run of the agent without a process: a pipeline on the real parts that can be killed at any write of its record. */
final class AgentLife implements AutoCloseable {
    static final class Killed extends RuntimeException {
        Killed() {
            super("killed");
        }
    }

    final List<Envelope<? extends Event>> published = new CopyOnWriteArrayList<>();
    final List<EventId> acknowledged = new CopyOnWriteArrayList<>();
    final List<String> retried = new CopyOnWriteArrayList<>();
    final List<Ledger> saved = new CopyOnWriteArrayList<>();
    private final Repositories repositories;
    private final HealthWatch health;
    private final Helm helm;
    private final Outbox outbox;
    private final SyncPipeline pipeline;
    private volatile boolean kafkaIsAway;
    private volatile Consumer<Ledger> beforeSave = ledger -> {};

    AgentLife(KubernetesClient client, Path mirrors, Mandate mandate) {
        Clock clock = Clock.systemUTC();
        DeliveryMetrics metrics = new DeliveryMetrics(new SimpleMeterRegistry());
        repositories = new Repositories(mirrors, new GitSecrets(client), new Signatories(client), metrics, clock);
        outbox = new Outbox(this::publish, (uid, id) -> acknowledged.add(id));
        Kinds kinds = new Kinds(client, clock);
        health = new HealthWatch(
                client,
                kinds::answering,
                KindRules::shipped,
                uid -> {},
                Clock.systemUTC(),
                HealthContext.DEFAULT_GRACE);
        helm = new Helm(
                new WorkerPool(WorkerBinary.path("helm-worker"), 1, Duration.ofSeconds(30)),
                new Charts(client, mirrors.resolve("charts")),
                new ClusterVersions(client, clock));
        Renderers renderers = new Renderers(
                new PlainFiles(Bounds.ofThisProcess(Duration.ofMinutes(1)), 1 << 20),
                new KustomizeWorkers(Path.of("none"), 1, Duration.ofSeconds(1)),
                helm,
                new References(client, uid -> {}));
        Records records = new Watched(new ClusterRecords(new RecordStore(client, AgentUnderTest.NAMESPACE)));
        pipeline = new Assembly(
                        client,
                        repositories,
                        renderers,
                        kinds,
                        health,
                        records,
                        outbox,
                        new Alone(),
                        mandate,
                        new Pace(64, clock),
                        metrics,
                        clock)
                .pipeline();
    }

    /** A network without any other application; the requests to retry one are recorded. */
    private final class Alone implements OtherApplications {
        @Override
        public Optional<String> unmet(Subject app, CommitId commit) {
            return Optional.empty();
        }

        @Override
        public List<String> yetToCompare(Subject app, CommitId commit) {
            return List.of();
        }

        @Override
        public boolean exists(String uid) {
            return true;
        }

        @Override
        public void sourceAt(Subject app, CommitId tip, Instant asOf) {}

        @Override
        public void retry(String uid) {
            retried.add(uid);
        }
    }

    /** Kills the agent when it is about to write a record that matches. */
    AgentLife beforeSaving(Consumer<Ledger> action) {
        beforeSave = action;
        return this;
    }

    AgentLife withoutKafka() {
        kafkaIsAway = true;
        return this;
    }

    /** Runs the first steps of an agent that became the leader. */
    AgentLife elected() {
        pipeline.reopen();
        return this;
    }

    void forget(String uid) {
        pipeline.forget(uid);
    }

    ReconcileResult reconcile(Subject app, Triggers triggers) {
        return pipeline.reconcile(app, triggers);
    }

    /** Returns what the newest commit would change, for an application with this record. */
    ApplicationDiff diff(Subject app, Ledger recorded) {
        return pipeline.diff(app, Optional.of(recorded));
    }

    /** Returns the health of an object as the agent has observed it. */
    Health healthOf(ObjectRef ref) {
        return health.of(Identity.OWN, Map.of(ref, "")).health();
    }

    private void publish(Envelope<? extends Event> envelope) {
        if (kafkaIsAway) {
            throw new UncheckedIOException(new IOException("Kafka is away"));
        }
        published.add(envelope);
    }

    @Override
    public void close() {
        outbox.close();
        health.close();
        helm.close();
        repositories.close();
    }

    private final class Watched implements Records {
        private final Records records;

        Watched(Records records) {
            this.records = records;
        }

        @Override
        public Map<String, Set<String>> readAhead() {
            return records.readAhead();
        }

        @Override
        public Ledger load(ApplicationId application, String uid) {
            return records.load(application, uid);
        }

        @Override
        public void save(ApplicationId application, String uid, Ledger ledger) {
            beforeSave.accept(ledger);
            records.save(application, uid, ledger);
            saved.add(ledger);
        }

        @Override
        public Optional<Ledger> find(String uid) {
            return records.find(uid);
        }

        @Override
        public void delete(String uid) {
            records.delete(uid);
        }

        @Override
        public Set<String> all() {
            return records.all();
        }
    }
}
