package dev.millrace.testbed.delivery;

import dev.millrace.events.Topic;
import dev.millrace.events.wire.EventCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Records that no reader can read, in all shapes that Kafka allows: headers without values, without number and without text, keys and values alike. */
public final class PoisonRecords {
    private static final byte[] NOT_UTF_8 = {(byte) 0xc3, (byte) 0x28};
    private static final int MANY = 1000;

    private PoisonRecords() {}

    /** Writes one of each shape to a topic, and returns their positions, as in {@code image.built[3]@17}. */
    public static List<String> write(String bootstrapServers, Topic topic) {
        List<String> positions = new ArrayList<>();
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new ByteArraySerializer())) {
            for (ProducerRecord<String, byte[]> record : shapes(topic)) {
                RecordMetadata written = producer.send(record).get();
                positions.add(topic.topicName() + "[" + written.partition() + "]@" + written.offset());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("writing poison to " + topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("writing poison to " + topic, e);
        }
        return positions;
    }

    /** The positions of the records whose dead letters these events are; in any order, each as often as there is a dead letter. */
    public static List<String> positions(Topic topic, List<PublishedEvent> events) {
        return events.stream()
                .filter(event -> event.topic().equals(topic.deadLetters()))
                .map(event -> event.header("dead-letter-topic") + "[" + event.header("dead-letter-partition") + "]@"
                        + event.header("dead-letter-offset"))
                .toList();
    }

    private static List<ProducerRecord<String, byte[]>> shapes(Topic topic) {
        byte[] longPath = bytes("{\"repository\":\"git.example" + "/a".repeat(20_000) + "\",\"image\":\"r.example"
                + "/a".repeat(20_000) + "\"}");
        ProducerRecord<String, byte[]> noValues = event(topic, "no-values", bytes("{}"));
        noValues.headers().add("note", null).add("ce_id", null).add("ce_time", null);
        ProducerRecord<String, byte[]> repeated = event(topic, "repeated", bytes("{}"));
        repeated.headers().add("ce_type", NOT_UTF_8).add("ce_type", bytes("x")).add("ce_type", null);
        ProducerRecord<String, byte[]> manyHeaders = event(topic, "many", bytes("{}"));
        for (int i = 0; i < MANY; i++) {
            manyHeaders.headers().add("note", null);
        }
        return List.of(
                noValues,
                repeated,
                manyHeaders,
                new ProducerRecord<>(topic.topicName(), noKey(topic), null),
                event(topic, noKey(topic), null),
                event(topic, "k".repeat(100_000), NOT_UTF_8),
                event(topic, "deep", bytes("{\"x\":" + "[".repeat(50_000))),
                event(topic, "long", longPath),
                event(topic, "null", bytes("null")));
    }

    /** A broker refuses records without a key in a compacted topic. */
    private static @Nullable String noKey(Topic topic) {
        return topic.retention() == Topic.Retention.COMPACT ? "" : null;
    }

    private static ProducerRecord<String, byte[]> event(Topic topic, @Nullable String key, byte @Nullable [] value) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic.topicName(), key, value);
        record.headers()
                .add("ce_specversion", bytes("1.0"))
                .add("ce_type", bytes(EventCodec.typeOf(topic)))
                .add("ce_source", bytes("/millrace/poison"))
                .add("ce_id", bytes("11111111-1111-5111-8111-111111111111"))
                .add("ce_chainid", bytes("poison"))
                .add("ce_time", bytes("2026-01-01T00:00:00Z"));
        return record;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
