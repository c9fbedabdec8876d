package dev.millrace.bench;

import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.delivery.LocalDelivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * From the end of an image's push (the registry has answered) to the commit on the configuration repository's branch: the registry's webhook,
 * two services, two topics, fetch, edit and push are in it; the time that waits for more images is not.
 */
final class ImageToCommit implements Measurement {
    private static final int WARM_UP = 20;
    private static final int TIMES = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String size;
    private final int directories;

    /** @param directories of four files each, besides the one that follows the image */
    ImageToCommit(String size, int directories) {
        this.size = size;
        this.directories = directories;
    }

    @Override
    public String name() {
        return "image-to-commit/" + size;
    }

    @Override
    public Result measure(LocalDelivery delivery) throws Exception {
        String image = "bench/" + size;
        ConfigOnly config = ConfigOnly.of(delivery, "bench/" + size + "-config", Duration.ZERO);
        Map<String, String> files = new HashMap<>(Fleet.files(directories));
        files.put(".millrace/updates.yaml", """
                policies:
                  - name: web
                    image: %s/%s
                """.formatted(delivery.registry().host(), image));
        files.put(
                "web.yaml",
                "image: " + delivery.registry().host() + "/" + image + ":0 # {\"$imagepolicy\": \"web\"}\n");
        config.open(files);
        List<Double> millis = new ArrayList<>();
        Instant created = Instant.parse("2026-01-01T00:00:00Z");
        for (int i = 1; i <= WARM_UP + TIMES; i++) {
            PushedImage pushed = PushedImage.prepared(delivery.registry().url(), image, created.plusSeconds(i));
            Optional<CommitId> before = config.tip();
            pushed.pushAs("t" + i);
            long answered = System.nanoTime();
            long seen = config.awaitOther(before, PATIENCE);
            if (i > WARM_UP) {
                millis.add((seen - answered) / 1e6);
            }
        }
        return Result.of(name(), "ms", millis);
    }
}
