package dev.millrace.bench;

import dev.millrace.events.ImageBuilt;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.events.wire.EncodedEvent;
import dev.millrace.events.wire.Envelope;
import dev.millrace.events.wire.EventCodec;
import dev.millrace.testbed.delivery.LocalDelivery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** From the first of 500 {@code image.built} at once to the commit that holds the last of them, with the usual gathering; once per run. */
final class ManyImagesAtOnce implements Measurement {
    private static final int IMAGES = 500;
    private static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Override
    public String name() {
        return "image-to-commit/500-at-once";
    }

    @Override
    public Result measure(LocalDelivery delivery) throws Exception {
        ConfigOnly config = ConfigOnly.of(delivery, "bench/many-config", Duration.ofMillis(300));
        String host = delivery.registry().host();
        StringBuilder policies = new StringBuilder("policies:\n");
        Map<String, String> files = new HashMap<>();
        for (int i = 0; i < IMAGES; i++) {
            policies.append("  - name: many-")
                    .append(i)
                    .append("\n    image: ")
                    .append(image(host, i))
                    .append('\n');
            files.put(
                    "apps/many-" + i + ".yaml",
                    "image: " + image(host, i) + ":0 # {\"$imagepolicy\": \"many-" + i + "\"}\n");
        }
        files.put(".millrace/updates.yaml", policies.toString());
        config.open(files);
        int before = config.commits();
        long told = System.nanoTime();
        tellAll(delivery.kafka().bootstrapServers(), host);
        long deadline = told + PATIENCE.toNanos();
        Optional<CommitId> seen = Optional.empty();
        while (true) {
            Optional<CommitId> tip = config.tip();
            if (!tip.equals(seen) && config.updates() == IMAGES) {
                break;
            }
            seen = tip;
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("not all of " + IMAGES + " images were written within " + PATIENCE);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        double millis = (System.nanoTime() - told) / 1e6;
        return Result.of(name() + " (" + (config.commits() - before) + " commits)", "ms", List.of(millis));
    }

    private static String image(String host, int i) {
        return host + "/bench/many-" + i;
    }

    private static void tellAll(String bootstrapServers, String host) throws Exception {
        Map<String, Object> settings = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0; i < IMAGES; i++) {
                sent.add(producer.send(record(new ImageName(image(host, i)))));
            }
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        }
    }

    private static ProducerRecord<String, byte[]> record(ImageName image) {
        Digest digest = new Digest("sha256:" + "5".repeat(64));
        ImageBuilt built = new ImageBuilt(
                image,
                new Tag("1"),
                digest,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ImageBuilt.Origin.REGISTRY,
                Optional.empty(),
                Optional.of(BUILT),
                BUILT);
        EncodedEvent event =
                EventCodec.encode(Envelope.first(built, "bench", BUILT, ChainId.of(image, digest), Optional.empty()));
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(event.topic(), event.key(), event.value());
        event.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }
}
