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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads every topic from its beginning, dead letters too, as an operator with {@code kcat} would, and remembers what it saw. */
public final class EventTap implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KafkaConsumer<String, byte[]> consumer;
    private final List<SeenEvent> seen = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final Thread thread;

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
        List<TopicPartition> all = Stream.of(Topic.values())
                .flatMap(topic -> Stream.of(topic.topicName(), topic.deadLetters()))
                .flatMap(name -> consumer.partitionsFor(name).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
        thread = Thread.ofPlatform().daemon().name("event-tap").start(this::read);
    }

    private void read() {
        try (consumer) {
            while (true) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    remember(of(record));
                }
            }
        } catch (WakeupException e) {
            // close() ends the loop
        }
    }

    private void remember(SeenEvent event) {
        lock.lock();
        try {
            seen.add(event);
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What was seen so far, in the order it was seen. */
    public List<SeenEvent> seen() {
        lock.lock();
        try {
            return List.copyOf(seen);
        } finally {
            lock.unlock();
        }
    }

    /** What was seen so far in a topic. */
    public List<SeenEvent> seen(Topic topic) {
        return seen().stream()
                .filter(event -> event.topic().equals(topic.topicName()))
                .toList();
    }

    /** The first event that is so, seen already or within the time; empty if there is none. */
    public Optional<SeenEvent> await(Topic topic, Predicate<SeenEvent> wanted, Duration most) {
        long left = most.toNanos();
        int looked = 0;
        lock.lock();
        try {
            while (true) {
                for (; looked < seen.size(); looked++) {
                    SeenEvent event = seen.get(looked);
                    if (event.topic().equals(topic.topicName()) && wanted.test(event)) {
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

    private static SeenEvent of(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return new SeenEvent(
                record.topic(),
                record.key() == null ? "" : record.key(),
                Map.copyOf(headers),
                Instant.ofEpochMilli(record.timestamp()),
                json(record.value()));
    }

    private static JsonNode json(byte[] value) {
        try {
            return JSON.readTree(value);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
