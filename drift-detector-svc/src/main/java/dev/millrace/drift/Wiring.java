package dev.millrace.drift;

import dev.millrace.drift.record.RecordWatch;
import dev.millrace.drift.tell.History;
import dev.millrace.drift.tell.OpenDrifts;
import dev.millrace.drift.watch.Watches;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.messaging.EventPublisher;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Where the configuration becomes objects. */
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
    Watches watches(KubernetesClient client) {
        return new Watches(client);
    }

    void close(@Disposes Watches watches) {
        watches.close();
    }

    @Produces
    @Singleton
    OpenDrifts openDrifts(MeterRegistry registry) {
        return new OpenDrifts(registry);
    }

    @Produces
    @Singleton
    DriftPipeline pipeline(RecordWatch records, Watches watches, OpenDrifts openDrifts, EventPublisher publisher) {
        return new DriftPipeline(
                records, watches, new Teller(publisher, openDrifts), new Patience(config.awaitRecord(), clock), clock);
    }

    @Produces
    @Singleton
    Triggers triggers(DriftPipeline pipeline, DeliveryMetrics metrics) {
        return new Triggers(pipeline, metrics);
    }

    void close(@Disposes Triggers triggers) {
        triggers.close();
    }

    @Produces
    @Singleton
    Detector detector(RecordWatch records, Watches watches, OpenDrifts openDrifts, History history, Triggers triggers) {
        return new Detector(records, watches, openDrifts, history, triggers);
    }

    void start(@Observes StartupEvent event, Detector detector) {
        detector.start();
    }
}
