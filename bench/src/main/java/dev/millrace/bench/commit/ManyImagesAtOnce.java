package dev.millrace.bench.commit;

import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Result.Measured;
import dev.millrace.bench.setup.EventPublisher;
import dev.millrace.bench.setup.LimitRepository;
import dev.millrace.bench.setup.LimitRepository.Change;
import dev.millrace.events.ImageBuilt;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.events.wire.Envelope;
import dev.millrace.testbed.delivery.LocalDelivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * From the first of 500 {@code image.built} at once to the commit that contains the last of them, with the default gathering. The limit is a
 * fetch, one commit of the 500 files and a push, without any service.
 */
public final class ManyImagesAtOnce implements Measurement {
    private static final int IMAGES = 500;
    private static final int ROUNDS = 10;
    private static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Duration GATHER_QUIET = Duration.ofMillis(300);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final boolean justStarted;

    /** @param justStarted one round, on a service that started seconds before; else ten rounds after a warm-up */
    public ManyImagesAtOnce(boolean justStarted) {
        this.justStarted = justStarted;
    }

    @Override
    public String name() {
        return "image-to-commit/500-at-once" + (justStarted ? "-just-started" : "");
    }

    @Override
    public void measure(LocalDelivery delivery, Consumer<Measured> results) throws Exception {
        String host = delivery.registry().host();
        String repository = "bench/many-config" + (justStarted ? "-new" : "");
        ConfigOnly config = ConfigOnly.of(delivery, repository, GATHER_QUIET);
        config.open(files(host));
        List<Double> millis = new ArrayList<>();
        List<Double> commits = new ArrayList<>();
        List<Double> limits = new ArrayList<>();
        try (LimitRepository limit = LimitRepository.open(delivery.gitHost(), repository + "-limit", files(host))) {
            for (int round = 1; round <= (justStarted ? 1 : ROUNDS + 1); round++) {
                int before = config.commits();
                List<Digest> digests = pushed(delivery, round);
                double took = round(config, delivery.kafka().bootstrapServers(), host, digests, round);
                double limitTook = limit.commit(new Change(images(host, round)));
                if (justStarted || round > 1) {
                    millis.add(took);
                    commits.add((double) config.commits() - before);
                    limits.add(limitTook);
                }
            }
        }
        results.accept(Measured.of(name() + "/limit", "ms", limits));
        results.accept(Measured.of(name(), "ms", millis).comparedWith(name() + "/limit"));
        results.accept(Measured.of(name() + "/commits", "", commits));
    }

    private static Map<String, String> files(String host) {
        StringBuilder policies = new StringBuilder("policies:\n");
        for (int i = 0; i < IMAGES; i++) {
            policies.append("  - name: many-")
                    .append(i)
                    .append("\n    image: ")
                    .append(image(host, i))
                    .append("\n    digest: true\n");
        }
        Map<String, String> files = new HashMap<>(images(host, 0));
        files.put(".millrace/updates.yaml", policies.toString());
        return files;
    }

    private static Map<String, String> images(String host, int tag) {
        Map<String, String> files = new HashMap<>();
        for (int i = 0; i < IMAGES; i++) {
            files.put(
                    "apps/many-" + i + ".yaml",
                    "image: " + image(host, i) + ":" + tag + " # {\"$imagepolicy\": \"many-" + i + "\"}\n");
        }
        return files;
    }

    /** Pushes the images of a round by digest: a tag would be announced by the registry's webhook. */
    private static List<Digest> pushed(LocalDelivery delivery, int round) throws Exception {
        List<Digest> digests = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            PushedImage image =
                    PushedImage.prepared(delivery.registry().url(), "bench/many-" + i, BUILT.plusSeconds(round));
            image.pushUntagged();
            digests.add(image.digest());
        }
        return digests;
    }

    private static double round(
            ConfigOnly config, String bootstrapServers, String host, List<Digest> digests, int round) throws Exception {
        long start = System.nanoTime();
        EventPublisher.publish(
                bootstrapServers,
                IntStream.range(0, IMAGES)
                        .mapToObj(i -> built(new ImageName(image(host, i)), digests.get(i), round))
                        .toList());
        Optional<CommitId> checked = Optional.empty();
        while (true) {
            Optional<CommitId> tip = config.tip();
            if (!tip.equals(checked) && config.updates() == (long) IMAGES * round) {
                return (System.nanoTime() - start) / 1e6;
            }
            checked = tip;
            if (System.nanoTime() - start > TIMEOUT.toNanos()) {
                throw new IllegalStateException("not all of " + IMAGES + " images are committed within " + TIMEOUT);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static String image(String host, int i) {
        return host + "/bench/many-" + i;
    }

    private static Envelope<ImageBuilt> built(ImageName image, Digest digest, int round) {
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
        return Envelope.first(built, "bench", builtAt, ChainId.of(image, digest), Optional.empty());
    }
}
