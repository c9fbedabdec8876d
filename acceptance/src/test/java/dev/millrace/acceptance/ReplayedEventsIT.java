package dev.millrace.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.millrace.events.Topic;
import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY, PartKind.CLUSTER})
class ReplayedEventsIT {
    /** In the name of its repositories and images; other tests have their own. */
    private static final String SHOP = "/shop/";

    private final OpenShop shop = OpenShop.shop();

    static Stream<Long> seeds() {
        return Stream.iterate(1L, seed -> seed + 1).limit(Integer.getInteger("millrace.rounds", 1));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void endsInTheSameStateWhenEventsArriveTwiceLateAndShuffled(long seed)
            throws ExecutionException, InterruptedException {
        CommitId older = shop.pushApplication();
        shop.awaitStaging(
                new CommitId(shop.awaitCommitFor(shop.awaitBuilt(older)).at("/commit")));
        CommitId newer = shop.pushApplication();
        PublishedEvent committed = shop.awaitCommitFor(shop.awaitBuilt(newer));
        shop.awaitStaging(new CommitId(committed.at("/commit")));
        String image = shop.runningImage("staging");
        int commits = shop.configCommits();
        List<String> syncs = shop.ids(Topic.SYNC_COMPLETED, e -> e.isAbout(OpenShop.STAGING));

        replay(seed);

        // The last push: once its sync is published, all events replayed before it have been handled.
        CommitId last = shop.pushApplication();
        PublishedEvent lastCommitted = shop.awaitCommitFor(shop.awaitBuilt(last));
        shop.awaitStaging(new CommitId(lastCommitted.at("/commit")));
        assertEquals(committed.at("/commit"), lastCommitted.at("/parent"));
        assertEquals(commits + 1, shop.configCommits());
        assertEquals(
                image, lastCommitted.at("/edits/0/from").contains(":") ? lastCommitted.at("/edits/0/from") : image);
        assertEquals(
                syncs.size() + 1,
                shop.ids(Topic.SYNC_COMPLETED, e -> e.isAbout(OpenShop.STAGING)).size());
    }

    private void replay(long seed) throws ExecutionException, InterruptedException {
        List<PublishedEvent> all = new ArrayList<>();
        for (Topic topic :
                List.of(Topic.SOURCE_CHANGED, Topic.IMAGE_BUILT, Topic.UPDATE_REQUESTED, Topic.CONFIG_COMMITTED)) {
            List<PublishedEvent> ofShop = shop.tap.events(topic).stream()
                    .filter(event -> event.key().contains(SHOP))
                    .toList();
            assertFalse(ofShop.isEmpty(), () -> "no event of the shop in " + topic.topicName());
            all.addAll(ofShop);
            all.addAll(ofShop);
        }
        Collections.shuffle(all, new Random(seed));
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", shop.delivery.kafka().bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            for (PublishedEvent event : all) {
                ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                        event.topic(), event.key(), event.value().toString().getBytes(StandardCharsets.UTF_8));
                event.headers()
                        .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
                producer.send(record).get();
            }
        }
    }
}
