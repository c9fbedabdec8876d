package dev.millrace.testbed.kafka;

import static dev.millrace.testbed.PartKind.KAFKA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.Topic;
import dev.millrace.testbed.WithParts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@WithParts(KAFKA)
class KafkaIT {

    @Test
    void hasEveryTopicAndItsDeadLetters(Kafka kafka) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            for (Topic topic : Topic.values()) {
                var described = admin.describeTopics(List.of(topic.topicName(), topic.deadLetters()))
                        .allTopicNames()
                        .get();

                assertThat(described.values()).hasSize(2).allSatisfy(each -> assertThat(each.partitions())
                        .hasSize(topic.partitions()));
            }
        }
    }

    @Test
    void recordsSurviveAKill(Kafka kafka) throws Exception {
        String address = kafka.bootstrapServers();
        String topic = Topic.BUILD_FAILED.topicName();
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", address, "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, 0, "key", "kept")).get();
        }

        kafka.kill();
        assertThat(kafka.isRunning()).isFalse();
        kafka.start();

        assertThat(kafka.bootstrapServers()).isEqualTo(address);
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", address),
                new StringDeserializer(),
                new StringDeserializer())) {
            var partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(
                            consumer.poll(Duration.ofMillis(200)))
                    .anySatisfy(record -> assertThat(record.value()).isEqualTo("kept")));
        }
    }

    @Test
    void createsNoUndeclaredTopic(Kafka kafka) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            assertThat(admin.listTopics().names().get()).allSatisfy(name -> assertThat(
                            new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                    .matches("(source|update|image|build|config|sync|health|drift|policy)\\..*"));
        }
    }
}
