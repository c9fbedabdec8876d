package dev.millrace.drift;

import dev.millrace.cluster.access.TokenReviews;
import dev.millrace.cluster.notice.NoticeWriter;
import dev.millrace.drift.audit.AuditLog;
import dev.millrace.drift.lookup.ClusterLookups;
import dev.millrace.drift.notice.DriftNotices;
import dev.millrace.drift.publish.DriftStates;
import dev.millrace.drift.publish.DriftTimes;
import dev.millrace.drift.publish.KindGauges;
import dev.millrace.drift.publish.OpenDrifts;
import dev.millrace.drift.record.RecordWatch;
import dev.millrace.drift.serve.DriftFeed;
import dev.millrace.drift.watch.Watches;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.messaging.access.TokenReviewer;
import dev.millrace.messaging.intake.BearerToken;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Creates the objects of this service from its configuration. */
@Singleton
public class Wiring {
    private final DriftConfig config;
    private final Clock clock = Clock.systemUTC();

    Wiring(DriftConfig config) {
        this.config = config;
    }

    @Produces
    @Singleton
    RecordWatch records(KubernetesClient client, DeliveryMetrics metrics) {
        return new RecordWatch(client, config.namespace(), metrics);
    }

    void close(@Disposes RecordWatch records) {
        records.close();
    }

    @Produces
    @Singleton
    Watches watches(KubernetesClient client, MeterRegistry registry) {
        Watches watches = new Watches(client);
        Gauge.builder("millrace.drift.refused", watches, all -> all.refused().size())
                .description("Kinds, per namespace, that this service is not allowed to watch")
                .register(registry);
        Gauge.builder("millrace.drift.unwatchable", watches, all -> all.unwatchable()
                        .size())
                .description("Kinds, per namespace, that the cluster can't watch")
                .register(registry);
        return watches;
    }

    void close(@Disposes Watches watches) {
        watches.close();
    }

    @Produces
    @Singleton
    OpenDrifts openDrifts(MeterRegistry registry) {
        return new OpenDrifts(new KindGauges(
                registry, "millrace.drift.open", "Objects that differ from what was applied, by application and kind"));
    }

    @Produces
    @Singleton
    DriftPipeline pipeline(RecordWatch records, Watches watches, DriftPublisher publisher, KubernetesClient client) {
        return new DriftPipeline(
                records,
                watches,
                publisher,
                new DriftPipeline.Memory(new PendingRecords(config.awaitRecord(), clock), new Replacements()),
                new ClusterLookups(client, clock),
                clock);
    }

    @Produces
    @Singleton
    DriftFeed feed() {
        return new DriftFeed();
    }

    @Produces
    @Singleton
    Clock clock() {
        return clock;
    }

    @Produces
    @Singleton
    DriftPublisher publisher(
            EventPublisher publisher,
            OpenDrifts openDrifts,
            DriftFeed feed,
            MeterRegistry registry,
            DriftNotices notices) {
        return new DriftPublisher(publisher, openDrifts, feed, new DriftTimes(registry, clock), notices);
    }

    @Produces
    @Singleton
    DriftNotices notices(KubernetesClient client) {
        DriftNotices notices = new DriftNotices(new NoticeWriter(client, "millrace-drift-detector", clock), clock);
        notices.start();
        return notices;
    }

    void close(@Disposes DriftNotices notices) {
        notices.close();
    }

    @Produces
    @Singleton
    CheckQueue checks(DriftPipeline pipeline, DeliveryMetrics metrics) {
        return new CheckQueue(pipeline, metrics);
    }

    void close(@Disposes CheckQueue checks) {
        checks.close();
    }

    @Produces
    @Singleton
    Detector detector(
            RecordWatch records,
            Watches watches,
            OpenDrifts openDrifts,
            DriftStates states,
            CheckQueue checks,
            MeterRegistry registry) {
        KindGauges watched = new KindGauges(
                registry, "millrace.drift.watched", "Recorded objects that are compared, by application and kind");
        return new Detector(records, watches, openDrifts, states, checks, watched);
    }

    @Produces
    @Singleton
    TokenReviewer reviewer(KubernetesClient client) {
        return new TokenReviews(client, clock)::mayRead;
    }

    @Produces
    @Singleton
    AuditLog auditLog() {
        return new AuditLog();
    }

    @Produces
    @Singleton
    BearerToken auditToken() {
        return BearerToken.configured(
                "millrace.drift.audit.token", config.audit().token());
    }

    void start(@Observes StartupEvent event, Detector detector, AuditLog auditLog, EventPublisher publisher) {
        if (config.audit().token().isPresent()) {
            publisher.afterEach(auditLog::published);
        }
        detector.start();
    }
}
