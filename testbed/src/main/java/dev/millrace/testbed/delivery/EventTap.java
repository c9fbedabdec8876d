package dev.millrace.testbed.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.events.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads all topics and dead letters from the beginning, as an operator does with {@code kcat}, and keeps the records. */
public final class EventTap implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KafkaConsumer<String, byte[]> consumer;
    private final List<PublishedEvent> events = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final AtomicBoolean rereading = new AtomicBoolean();
    private final Thread thread;
    private volatile boolean closed;

    /** Starts reading. */
    public EventTap(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "50",
                        ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "500"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        Map<String, List<PartitionInfo>> topics = consumer.listTopics(); // one request, however many topics there are
        List<TopicPartition> all = Stream.of(Topic.values())
                .flatMap(topic -> Stream.of(topic.topicName(), topic.deadLetters()))
                .flatMap(name -> Objects.requireNonNull(topics.get(name), name).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
        thread = Thread.ofPlatform().daemon().name("event-tap").start(this::read);
    }

    private void read() {
        try (consumer) {
            while (!closed) {
                poll();
            }
        }
    }

    private void poll() {
        try {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                add(of(record));
            }
            if (rereading.getAndSet(false)) {
                consumer.seekToBeginning(consumer.assignment());
            }
        } catch (WakeupException e) {
            // by close()
        }
    }

    /** Reads all topics from their beginning again, in addition to what was read: Kafka was replaced. */
    public void reread() {
        rereading.set(true);
    }

    private void add(PublishedEvent event) {
        lock.lock();
        try {
            events.add(event);
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The records read so far, in the order of reading. */
    public List<PublishedEvent> events() {
        lock.lock();
        try {
            return List.copyOf(events);
        } finally {
            lock.unlock();
        }
    }

    /** The records read so far from a topic. */
    public List<PublishedEvent> events(Topic topic) {
        return events().stream()
                .filter(event -> event.topic().equals(topic.topicName()))
                .toList();
    }

    /** Returns the first matching event, awaited for at most this time; empty if there is none. */
    public Optional<PublishedEvent> await(Topic topic, Predicate<PublishedEvent> expected, Duration timeout) {
        long left = timeout.toNanos();
        int checked = 0;
        lock.lock();
        try {
            while (true) {
                for (; checked < events.size(); checked++) {
                    PublishedEvent event = events.get(checked);
                    if (event.topic().equals(topic.topicName()) && expected.test(event)) {
                        return Optional.of(event);
                    }
                }
                if (left <= 0) {
                    return Optional.empty();
                }
                left = more.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private static PublishedEvent of(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers().forEach(header -> {
            if (header.value() != null) {
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        });
        return new PublishedEvent(
                record.topic(),
                record.key() == null ? "" : record.key(),
                Map.copyOf(headers),
                Instant.ofEpochMilli(record.timestamp()),
                json(record.value()));
    }

    private static JsonNode json(byte @Nullable [] value) {
        try {
            return value == null ? MissingNode.getInstance() : JSON.readTree(value);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
