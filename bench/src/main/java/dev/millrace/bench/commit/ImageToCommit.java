package dev.millrace.bench.commit;

import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Result.Measured;
import dev.millrace.bench.setup.LimitRepository;
import dev.millrace.bench.setup.LimitRepository.Change;
import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.delivery.LocalDelivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * From the end of an image's push (the registry has answered) to the commit on the configuration repository's branch: the registry's webhook,
 * two services, two topics, fetch, edit and push are included; the time spent waiting for more images is not. The limit is a fetch, a
 * commit of the same file and a push, without any service.
 */
public final class ImageToCommit implements Measurement {
    private static final int WARM_UP = 20;
    private static final int ROUNDS = 30;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** The services still publish what follows from a commit when it is on the branch; the limit is not to share the processors with that. */
    private static final Duration REST = Duration.ofMillis(300);

    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

    private final String size;
    private final ConfigFiles files;

    private ImageToCommit(String size, ConfigFiles files) {
        this.size = size;
        this.files = files;
    }

    /** @param directories of four files each, besides the one that follows the image */
    public static ImageToCommit ofOnePlace(String size, int directories) {
        return new ImageToCommit(size, new OnePlace("bench/" + size, directories));
    }

    /** One of 40 services in three environments, all by one policy. */
    public static ImageToCommit ofManyServices() {
        return new ImageToCommit("40x3", new ManyServices());
    }

    @Override
    public String name() {
        return "image-to-commit/" + size;
    }

    @Override
    public void measure(LocalDelivery delivery, Consumer<Measured> results) throws Exception {
        ConfigOnly config = ConfigOnly.of(delivery, "bench/" + size + "-config", Duration.ZERO);
        String host = delivery.registry().host();
        Map<String, String> all = files.all(host);
        config.open(all);
        List<Double> millis = new ArrayList<>();
        List<Double> limits = new ArrayList<>();
        try (LimitRepository limit = LimitRepository.open(delivery.gitHost(), "bench/" + size + "-config-limit", all)) {
            for (int i = 1; i <= WARM_UP + ROUNDS; i++) {
                double took = round(delivery, config, i);
                TimeUnit.MILLISECONDS.sleep(REST.toMillis());
                double limitTook = limit.commit(Change.of(files.path(), files.text(host, "t" + i)));
                if (i > WARM_UP) {
                    millis.add(took);
                    limits.add(limitTook);
                }
            }
        }
        results.accept(Measured.of(name() + "/limit", "ms", limits));
        results.accept(Measured.of(name(), "ms", millis).comparedWith(name() + "/limit"));
    }

    private double round(LocalDelivery delivery, ConfigOnly config, int round) throws Exception {
        PushedImage pushed = PushedImage.prepared(delivery.registry().url(), files.image(), CREATED.plusSeconds(round));
        Optional<CommitId> before = config.tip();
        pushed.pushAs("t" + round);
        long answered = System.nanoTime();
        return (config.awaitOther(before, TIMEOUT) - answered) / 1e6;
    }
}
