package dev.millrace.acceptance.attack;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.acceptance.ConsumerGroups;
import dev.millrace.acceptance.OpenShop;
import dev.millrace.events.Topic;
import dev.millrace.testbed.delivery.PoisonRecords;
import dev.millrace.testbed.delivery.PublishedEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.core.ConditionTimeoutException;

/** A client that may write to all topics: records that no service can read, and events of facts that aren't. */
final class RecordSender {
    private static final List<Topic> ALL = List.of(Topic.values());

    /** The beginning of all names in forged events. */
    private static final String FORGED = "forged";

    private static final Set<String> COMMITS = Set.of("after", "commit", "revision");

    /** The topics of forged events, with the consumer group that must not believe them. */
    private static final Map<Topic, String> BELIEVERS = Map.of(
            Topic.IMAGE_BUILT,
            "manifest-updater-svc",
            Topic.UPDATE_REQUESTED,
            "manifest-updater-svc-writer",
            Topic.IMAGE_PUSHED,
            "image-builder-svc-images");

    /** The topics of forged events whose readers keep no position in Kafka. */
    private static final List<Topic> OTHERS =
            List.of(Topic.CONFIG_COMMITTED, Topic.SYNC_COMPLETED, Topic.HEALTH_CHANGED, Topic.DRIFT_DETECTED);

    private final OpenShop shop;
    private final String bootstrapServers;

    RecordSender(OpenShop shop) {
        this.shop = shop;
        bootstrapServers = shop.delivery.kafka().bootstrapServers();
    }

    static List<Attack> all(RecordSender sender) {
        return List.of(
                new Attack("topics/poison", Attack.Delivery.IMAGE, ALL.size(), sender::poison),
                new Attack("topics/forged", Attack.Delivery.IMAGE, 40, sender::forge));
    }

    /** Writes all shapes of unreadable records to one topic after the other; each must become one dead letter. */
    private Answers poison(int topics, Random random) {
        List<String> positions = new ArrayList<>();
        for (int i = 0; i < topics; i++) {
            positions.addAll(PoisonRecords.write(bootstrapServers, ALL.get(i % ALL.size())));
        }
        try {
            await().atMost(OpenShop.TIMEOUT).until(() -> deadLetters().keySet().containsAll(positions));
        } catch (ConditionTimeoutException e) {
            // counted as open
        }
        Map<String, Long> letters = deadLetters();
        int once = (int) positions.stream()
                .filter(position -> letters.getOrDefault(position, 0L) == 1)
                .count();
        return new Answers(once, 0, positions.size() - once);
    }

    private Map<String, Long> deadLetters() {
        List<PublishedEvent> events = shop.tap.events();
        return ALL.stream()
                .flatMap(topic -> PoisonRecords.positions(topic, events).stream())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    /** Publishes copies of real events with names, digests and commits that don't exist; none may change a repository or the cluster. */
    private Answers forge(int inputs, Random random) throws ExecutionException, InterruptedException {
        List<Topic> topics = Stream.concat(BELIEVERS.keySet().stream().sorted(), OTHERS.stream())
                .toList();
        int sent = 0;
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < inputs; i++) {
                List<PublishedEvent> real = real(topics.get(i % topics.size()));
                if (!real.isEmpty()) {
                    producer.send(forged(real.get(random.nextInt(real.size())), random))
                            .get();
                    sent++;
                }
            }
        }
        ConsumerGroups groups = new ConsumerGroups(bootstrapServers);
        BELIEVERS.forEach(groups::awaitHandled);
        int believed = believed();
        return new Answers(sent - believed, believed, 0);
    }

    private List<PublishedEvent> real(Topic topic) {
        return shop.tap.events(topic).stream()
                .filter(event -> event.value().isObject() && !event.id().isEmpty())
                .filter(event -> !event.header("ce_source").equals("/millrace/poison"))
                .filter(event -> !event.value().toString().contains(FORGED))
                .toList();
    }

    private static ProducerRecord<String, byte[]> forged(PublishedEvent real, Random random) {
        ObjectNode value = real.value().deepCopy();
        falsify(value, random);
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(real.topic(), real.key(), value.toString().getBytes(StandardCharsets.UTF_8));
        real.headers().forEach((name, text) -> {
            String changed = name.equals("ce_id") ? new UUID(random.nextLong(), random.nextLong()).toString() : text;
            record.headers().add(name, changed.getBytes(StandardCharsets.UTF_8));
        });
        return record;
    }

    private static void falsify(ObjectNode object, Random random) {
        for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
            String name = field.getKey();
            if (name.equals("tag")) {
                object.put(name, FORGED + "-" + random.nextInt(Integer.MAX_VALUE));
            } else if (name.equals("digest")) {
                object.put(name, "sha256:" + hex(random, 32));
            } else if (COMMITS.contains(name) && field.getValue().isTextual()) {
                object.put(name, hex(random, 20));
            } else if (field.getValue() instanceof ObjectNode inner) {
                falsify(inner, random);
            }
        }
    }

    private static String hex(Random random, int bytes) {
        byte[] all = new byte[bytes];
        random.nextBytes(all);
        return HexFormat.of().formatHex(all);
    }

    /** The number of commits of the updater that have a forged name. */
    private int believed() {
        return (int) shop.tap.events(Topic.CONFIG_COMMITTED).stream()
                .filter(event -> event.at("/origin").equals("update"))
                .filter(event -> event.value().path("edits").toString().contains(FORGED))
                .map(PublishedEvent::id)
                .distinct()
                .count();
    }
}
