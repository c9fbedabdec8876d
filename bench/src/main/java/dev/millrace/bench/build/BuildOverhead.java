package dev.millrace.bench.build;

import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Result.Measured;
import dev.millrace.testbed.delivery.LocalDelivery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

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
        EngineAlone engine = EngineAlone.of(delivery);
        List<Double> limits = new ArrayList<>();
        List<Double> whole = new ArrayList<>();
        List<Double> overhead = new ArrayList<>();
        try (PushedBuilds builds = PushedBuilds.of(delivery, name(), DOCKERFILE)) {
            StageTimes stages = StageTimes.of(delivery.builder());
            for (int i = 1; i <= WARM_UP + ROUNDS; i++) {
                if (i == WARM_UP + 1) {
                    stages = StageTimes.of(delivery.builder());
                }
                double took = builds.build("page " + i + "\n").millisOfService();
                double alone = engine.build(DOCKERFILE, "page " + i + " of the limit\n");
                if (i > WARM_UP) {
                    whole.add(took);
                    limits.add(alone);
                    overhead.add(took - alone);
                }
            }
            results.accept(Measured.of(name() + "/limit", "ms", limits));
            results.accept(Measured.of(name() + "/whole", "ms", whole).comparedWith(name() + "/limit"));
            results.accept(Measured.of(name(), "ms", overhead));
            stages.since(name(), results);
        }
    }
}
