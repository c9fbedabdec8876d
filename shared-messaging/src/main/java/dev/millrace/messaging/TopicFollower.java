package dev.millrace.messaging;

import dev.millrace.events.Event;
import dev.millrace.events.Topic;
import dev.millrace.events.wire.Decoded;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.loop.Loops;
import dev.millrace.messaging.record.IncomingRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics from their beginning and follows them; after an interruption it continues where it was. It has no consumer group and commits no
 * offset: each start, and each replica, reads all records. Unreadable records are skipped; {@link UnreadableRecords} sends them to the dead letters.
 *
 * <p>A record whose event the listener fails on is skipped, and any other failure begins the reading again: the thread runs until it is closed.
 */
public final class TopicFollower implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(TopicFollower.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration REPORT_INTERVAL = Duration.ofMinutes(1);
    private static final Duration CLOSE = Duration.ofMillis(500);

    /** Receives the events, in one thread. */
    public interface Listener {

        /** Consumes an event, in the order of its partition. */
        void consume(Envelope<? extends Event> envelope);

        /** Consumes a record without a value, which ends the state under its key, in the order of its partition. */
        default void removed(String key) {}

        /** All records from before the start are consumed; after an interruption it is called again. */
        void loaded();

        /** The records that were there are consumed, after {@link #loaded}. */
        default void pausing() {}
    }

    private final Map<String, Object> settings;
    private final List<Topic> topics;
    private final Listener listener;
    private final DeliveryMetrics metrics;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicBoolean restarting = new AtomicBoolean();
    private final Thread thread;
    private volatile Loops.@Nullable Loop loop;
    private volatile @Nullable KafkaConsumer<String, byte[]> following;

    /**
     * Creates a follower that is not started yet.
     *
     * @param name the name of its thread
     * @param kafka the settings of the broker
     */
    public TopicFollower(
            String name, Map<String, Object> kafka, List<Topic> topics, DeliveryMetrics metrics, Listener listener) {
        this.topics = List.copyOf(topics);
        this.listener = listener;
        this.metrics = metrics;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::loop);
        settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "10000");
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MS_CONFIG, "100");
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "2000");
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    }

    public void start() {
        loop = Loops.register(thread.getName(), thread);
        thread.start();
    }

    /** Reads the topics from their beginning again. The listener receives known events again. */
    public void restart() {
        restarting.set(true);
        Optional.ofNullable(following).ifPresent(KafkaConsumer::wakeup);
    }

    /** Stops without an interrupt, because an interrupted client cannot close cleanly. */
    @Override
    public void close() {
        stopped.countDown();
        Optional.ofNullable(loop).ifPresent(Loops.Loop::close);
        Optional.ofNullable(following).ifPresent(KafkaConsumer::wakeup);
    }

    private void loop() {
        long quietUntil = System.nanoTime();
        do {
            try {
                follow();
            } catch (WakeupException e) {
                LOG.debug("follower of topics woken to stop or to restart");
            } catch (KafkaException e) {
                if (System.nanoTime() - quietUntil >= 0) {
                    LOG.warnf("following topics failed, retrying: topics=%s error=%s", topics, e.getMessage());
                    quietUntil = System.nanoTime() + REPORT_INTERVAL.toNanos();
                }
            } catch (RuntimeException | Error e) { // the outermost loop: the next try continues where this one was
                LOG.errorf(e, "following topics failed, retrying: topics=%s", topics);
            }
        } while (!isStopped());
    }

    /** Pauses, unless it is stopped. */
    private boolean isStopped() {
        try {
            return stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            LOG.debug("pause of a follower of topics interrupted");
            return stopped.getCount() == 0;
        }
    }

    private void follow() {
        KafkaConsumer<String, byte[]> reading =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        following = reading;
        try {
            if (restarting.getAndSet(false)) {
                positions.clear();
            }
            List<TopicPartition> partitions = partitions(reading);
            reading.assign(partitions);
            reading.seekToBeginning(partitions);
            positions.forEach(reading::seek);
            Map<TopicPartition, Long> ends = new HashMap<>(reading.endOffsets(partitions));
            boolean loading = true;
            while (stopped.getCount() > 0) {
                ConsumerRecords<String, byte[]> records = reading.poll(POLL);
                records.forEach(this::consume);
                partitions.forEach(one -> positions.put(one, reading.position(one)));
                ends.entrySet().removeIf(end -> reading.position(end.getKey()) >= end.getValue());
                if (loading && ends.isEmpty()) {
                    loading = false;
                    listener.loaded();
                } else if (!loading && !records.isEmpty()) {
                    listener.pausing();
                }
            }
        } finally {
            following = null;
            reading.close(CloseOptions.timeout(CLOSE));
        }
    }

    private List<TopicPartition> partitions(KafkaConsumer<String, byte[]> reading) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (Topic topic : topics) {
            reading.partitionsFor(topic.topicName())
                    .forEach(one -> partitions.add(new TopicPartition(topic.topicName(), one.partition())));
        }
        return partitions;
    }

    private void consume(ConsumerRecord<String, byte[]> received) {
        if (received.value() == null && received.key() != null) {
            listener.removed(received.key());
            return;
        }
        IncomingRecord record = IncomingRecord.of(received);
        switch (record.decode()) {
            case Decoded.Known(Envelope<? extends Event> envelope) -> consume(envelope, record);
            case Decoded.Unreadable unreadable -> {
                LOG.debugf("unreadable record skipped: record=%s error=%s", record.position(), unreadable.reason());
                metrics.skippedUnreadable();
            }
        }
    }

    private void consume(Envelope<? extends Event> envelope, IncomingRecord record) {
        try {
            listener.consume(envelope);
        } catch (RuntimeException | Error e) { // an event ends neither the thread nor the reading of those after it
            LOG.errorf(e, "event skipped by a follower of topics: record=%s", record.position());
            metrics.failed("event-skipped");
        }
    }
}
