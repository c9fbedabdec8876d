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
import java.util.Locale;
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

/** From the first of 500 {@code image.built} at once to the commit that holds the last of them, with the usual gathering. */
final class ManyImagesAtOnce implements Measurement {
    private static final int IMAGES = 500;
    private static final int ROUNDS = 10;
    private static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final boolean justStarted;

    /** @param justStarted once, at a service that started seconds before; else ten times, after one that isn't counted */
    ManyImagesAtOnce(boolean justStarted) {
        this.justStarted = justStarted;
    }

    @Override
    public String name() {
        return "image-to-commit/500-at-once" + (justStarted ? "-just-started" : "");
    }

    @Override
    public Result measure(LocalDelivery delivery) throws Exception {
        String host = delivery.registry().host();
        ConfigOnly config =
                ConfigOnly.of(delivery, "bench/many-config" + (justStarted ? "-new" : ""), Duration.ofMillis(300));
        config.open(files(host));
        List<Double> millis = new ArrayList<>();
        int mostCommits = 0;
        for (int round = 1; round <= (justStarted ? 1 : ROUNDS + 1); round++) {
            int before = config.commits();
            double took = round(config, delivery.kafka().bootstrapServers(), host, round);
            if (justStarted || round > 1) {
                millis.add(took);
                mostCommits = Math.max(mostCommits, config.commits() - before);
            }
        }
        return Result.of(name() + " (" + mostCommits + " commits at most)", "ms", millis);
    }

    private static Map<String, String> files(String host) {
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
        return files;
    }

    private static double round(ConfigOnly config, String bootstrapServers, String host, int round) throws Exception {
        long told = System.nanoTime();
        tellAll(bootstrapServers, host, round);
        long deadline = told + PATIENCE.toNanos();
        Optional<CommitId> seen = Optional.empty();
        while (true) {
            Optional<CommitId> tip = config.tip();
            if (!tip.equals(seen) && config.updates() == (long) IMAGES * round) {
                return (System.nanoTime() - told) / 1e6;
            }
            seen = tip;
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("not all of " + IMAGES + " images were written within " + PATIENCE);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static String image(String host, int i) {
        return host + "/bench/many-" + i;
    }

    private static void tellAll(String bootstrapServers, String host, int round) throws Exception {
        Map<String, Object> settings = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0; i < IMAGES; i++) {
                sent.add(producer.send(record(new ImageName(image(host, i)), round)));
            }
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        }
    }

    private static ProducerRecord<String, byte[]> record(ImageName image, int round) {
        Digest digest = new Digest("sha256:" + String.format(Locale.ROOT, "%064x", round));
        Instant builtAt = BUILT.plusSeconds(round);
        ImageBuilt built = new ImageBuilt(
                image,
                new Tag(Integer.toString(round)),
                digest,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ImageBuilt.Origin.REGISTRY,
                Optional.empty(),
                Optional.of(builtAt),
                builtAt);
        EncodedEvent event =
                EventCodec.encode(Envelope.first(built, "bench", builtAt, ChainId.of(image, digest), Optional.empty()));
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(event.topic(), event.key(), event.value());
        event.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }
}
