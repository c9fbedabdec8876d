package dev.millrace.updater.state;

import dev.millrace.events.Topic;
import dev.millrace.events.wire.Decoded;
import dev.millrace.events.wire.EventCodec;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics from their beginning and follows them. It has no consumer group and commits no offset: each start, and each replica, reads all
 * records. Unreadable records are skipped; the consumer that acts on them sends them to the dead letters.
 */
@ApplicationScoped
public class LogFollower {
    private static final Logger LOG = Logger.getLogger(LogFollower.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration CLOSE = Duration.ofMillis(500);
    private static final List<Topic> TOPICS =
            List.of(Topic.POLICY_STATE, Topic.SYNC_COMPLETED, Topic.HEALTH_CHANGED, Topic.IMAGE_BUILT);

    private final Map<String, Object> settings;
    private final StateFeed feed;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable KafkaConsumer<String, byte[]> following;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("log-follower").unstarted(this::loop);

    public LogFollower(@Identifier("default-kafka-broker") Map<String, Object> kafka, StateFeed feed) {
        this.feed = feed;
        settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "10000");
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MS_CONFIG, "100");
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "2000");
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    /** Stops without an interrupt, because an interrupted client cannot close cleanly. */
    @PreDestroy
    void stop() {
        stopped.countDown();
        Optional.ofNullable(following).ifPresent(KafkaConsumer::wakeup);
    }

    private void loop() {
        try {
            do {
                try {
                    follow();
                } catch (WakeupException e) {
                    LOG.debug("log follower woken to stop");
                } catch (KafkaException e) {
                    LOG.warnf("reading state failed, retrying: error=%s", e.getMessage());
                }
            } while (!stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException | InterruptException e) {
            LOG.debug("log follower stopped");
        }
    }

    private void follow() {
        KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        following = consumer;
        try {
            List<TopicPartition> partitions = partitions(consumer);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
            while (stopped.getCount() > 0) {
                var records = consumer.poll(POLL);
                records.forEach(this::consume);
                ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
                if (ends.isEmpty() && !feed.isLoaded()) {
                    LOG.info("state loaded");
                    feed.markLoaded();
                } else if (!records.isEmpty()) {
                    feed.notifyListeners();
                }
            }
        } finally {
            following = null;
            consumer.close(CloseOptions.timeout(CLOSE));
        }
    }

    private static List<TopicPartition> partitions(KafkaConsumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (Topic topic : TOPICS) {
            consumer.partitionsFor(topic.topicName())
                    .forEach(one -> partitions.add(new TopicPartition(topic.topicName(), one.partition())));
        }
        return partitions;
    }

    private void consume(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        switch (EventCodec.decode(headers, record.value())) {
            case Decoded.Known known -> feed.consume(known.envelope());
            case Decoded.Unreadable unreadable ->
                LOG.debugf(
                        "unreadable record skipped: record=%s-%d@%d",
                        record.topic(), record.partition(), record.offset());
        }
    }
}
