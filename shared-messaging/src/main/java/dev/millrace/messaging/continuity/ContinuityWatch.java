package dev.millrace.messaging.continuity;

import dev.millrace.events.Topic;
import dev.millrace.messaging.queue.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Compares Kafka with its earlier state, at an interval and soon after each outage, since clients reconnect to another cluster without an error.
 * After a break the recoveries run in their turns; one that fails is run again.
 */
@ApplicationScoped
public class ContinuityWatch {
    private static final Logger LOG = Logger.getLogger(ContinuityWatch.class);
    private static final Duration WHILE_UNAVAILABLE = Duration.ofSeconds(1);

    /** A recovery that is due. */
    private record Due(KafkaRecovery recovery, KafkaContinuity.Break change) {}

    private final Map<String, Object> kafka;
    private final PublishedRecords published;
    private final List<KafkaRecovery> recoveries;
    private final MeterRegistry registry;
    private final Duration interval;
    private final Ticker ticker = new Ticker("kafka-continuity", WHILE_UNAVAILABLE, this::check);
    private final Deque<Due> due = new ArrayDeque<>();
    private volatile @Nullable KafkaStateReader reader;
    private KafkaState last = new KafkaState("", Map.of(), Map.of());

    public ContinuityWatch(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            PublishedRecords published,
            @All List<KafkaRecovery> recoveries,
            MeterRegistry registry,
            @ConfigProperty(name = "millrace.messaging.continuity-interval") Duration interval) {
        this.kafka = kafka;
        this.published = published;
        this.recoveries = recoveries.stream()
                .sorted(Comparator.comparingInt(KafkaRecovery::turn))
                .toList();
        this.registry = registry;
        this.interval = interval;
    }

    void start(@Observes StartupEvent event) {
        ticker.start();
    }

    /** Compares once, runs what is due, and returns the pause until the next comparison. */
    private Duration check() {
        try {
            compare();
        } catch (KafkaException e) {
            LOG.debugf("state of Kafka not read, will be retried: error=%s", e.getMessage());
            return WHILE_UNAVAILABLE;
        }
        return recover() ? interval : WHILE_UNAVAILABLE;
    }

    private void compare() {
        KafkaStateReader reading = reader;
        if (reading == null) {
            reading = new KafkaStateReader(kafka);
            reader = reading;
        }
        var acknowledged = published.acknowledged(); // before the end offsets: these must be higher
        Set<String> topics = new HashSet<>();
        for (Topic topic : Topic.values()) {
            topics.add(topic.topicName());
        }
        acknowledged.keySet().forEach(partition -> topics.add(partition.topic()));
        KafkaState now = reading.read(topics);
        switch (KafkaContinuity.of(last, now, acknowledged)) {
            case KafkaContinuity.Same same -> last = now.after(last);
            case KafkaContinuity.Break change -> {
                LOG.warnf("Kafka may have lost events, they are published again: %s", change);
                registry.counter("millrace.kafka.breaks", "kind", change.kind()).increment();
                published.forgetOffsets(change::concerns);
                last = change instanceof KafkaContinuity.Replaced ? now : now.after(last);
                due.clear();
                recoveries.forEach(recovery -> due.add(new Due(recovery, change)));
            }
        }
    }

    /** Runs what is due, in its turn. Returns false if one has to be run again. */
    private boolean recover() {
        while (!due.isEmpty()) {
            Due next = due.getFirst();
            try {
                next.recovery().recover(next.change());
            } catch (UncheckedIOException e) {
                LOG.warnf("recovery after a loss in Kafka failed, will be retried: error=%s", e.getMessage());
                return false;
            } catch (RuntimeException | Error e) { // the other recoveries run nevertheless
                LOG.errorf(e, "a bug; a recovery after a loss in Kafka failed");
            }
            due.removeFirst();
        }
        return true;
    }

    @PreDestroy
    void stop() {
        ticker.close();
        KafkaStateReader opened = reader;
        if (opened != null) {
            opened.close();
        }
    }
}
