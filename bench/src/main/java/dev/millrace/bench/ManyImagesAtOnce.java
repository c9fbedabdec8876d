package dev.millrace.bench;

import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.delivery.LocalDelivery;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** From the last of 500 images' pushes to the commit that holds the last of them, with the usual gathering; once, for it takes long to prepare. */
final class ManyImagesAtOnce implements Measurement {
    private static final int IMAGES = 500;
    private static final int PUSHERS = 16;
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
        List<PushedImage> prepared = prepared(delivery.registry().url());
        int before = config.commits();
        pushAll(prepared);
        long pushed = System.nanoTime();
        long deadline = pushed + PATIENCE.toNanos();
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
        double millis = (System.nanoTime() - pushed) / 1e6;
        return Result.of(name() + " (" + (config.commits() - before) + " commits)", "ms", List.of(millis));
    }

    private static String image(String host, int i) {
        return host + "/bench/many-" + i;
    }

    private static List<PushedImage> prepared(URI registry) throws Exception {
        List<PushedImage> prepared = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            prepared.add(PushedImage.prepared(registry, "bench/many-" + i, Instant.parse("2026-01-01T00:00:00Z")));
        }
        return prepared;
    }

    private static void pushAll(List<PushedImage> prepared) throws Exception {
        try (ExecutorService pushers = Executors.newFixedThreadPool(PUSHERS)) {
            List<Future<?>> pushes = new ArrayList<>();
            for (PushedImage image : prepared) {
                pushes.add(pushers.submit(() -> {
                    image.pushAs("1");
                    return null;
                }));
            }
            for (Future<?> push : pushes) {
                push.get();
            }
        }
    }
}
