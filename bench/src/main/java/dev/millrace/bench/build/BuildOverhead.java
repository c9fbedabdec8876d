package dev.millrace.bench.build;

import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Result.Measured;
import dev.millrace.testbed.delivery.LocalDelivery;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Small builds with one changed file each: the time from the stored event of a push to the event of its image, less the engine's own time for
 * the same build. The limit is {@code buildctl} on the same daemon, in turn with the pushes.
 */
public final class BuildOverhead implements Measurement {
    private static final int WARM_UP = 10;
    private static final int ROUNDS = 40;
    private static final String DOCKERFILE = "FROM scratch\nCOPY src /src\n";

    @Override
    public String name() {
        return "build-overhead";
    }

    @Override
    public void measure(LocalDelivery delivery, Consumer<Measured> results) throws IOException, InterruptedException {
        try (PushedBuilds builds = PushedBuilds.of(delivery, name(), DOCKERFILE)) {
            PairedBuilds paired = PairedBuilds.of(delivery, builds, DOCKERFILE, WARM_UP, ROUNDS);
            List<Double> whole = paired.millis(PushedBuilds.Times::millisOfService);
            List<Double> limits = paired.engineMillis();
            List<Double> overhead = IntStream.range(0, whole.size())
                    .mapToObj(i -> whole.get(i) - limits.get(i))
                    .toList();
            results.accept(Measured.of(name() + "/limit", "ms", limits));
            results.accept(Measured.of(name() + "/whole", "ms", whole).comparedWith(name() + "/limit"));
            results.accept(Measured.of(name(), "ms", overhead));
            paired.stages().since(name(), results);
        }
    }
}
