package dev.millrace.bench.build;

import dev.millrace.testbed.delivery.LocalDelivery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Builds of the same files by the service and by its engine alone, in turn.
 *
 * @param service the times of the service
 * @param engineMillis the engine's own times, in the same order
 * @param stages the stages of the service since the end of the warm-up
 */
record PairedBuilds(List<PushedBuilds.Times> service, List<Double> engineMillis, StageTimes stages) {
    PairedBuilds {
        service = List.copyOf(service);
        engineMillis = List.copyOf(engineMillis);
    }

    /** @param warmUp the number of pairs before those that count */
    static PairedBuilds of(LocalDelivery delivery, PushedBuilds builds, String dockerfile, int warmUp, int rounds)
            throws IOException, InterruptedException {
        EngineAlone engine = EngineAlone.of(delivery);
        List<PushedBuilds.Times> service = new ArrayList<>();
        List<Double> alone = new ArrayList<>();
        for (int i = 1; i <= warmUp; i++) {
            pair(builds, engine, dockerfile, i, service, alone);
        }
        service.clear();
        alone.clear();
        StageTimes stages = StageTimes.of(delivery.builder());
        for (int i = warmUp + 1; i <= warmUp + rounds; i++) {
            pair(builds, engine, dockerfile, i, service, alone);
        }
        return new PairedBuilds(service, alone, stages);
    }

    private static void pair(
            PushedBuilds builds,
            EngineAlone engine,
            String dockerfile,
            int number,
            List<PushedBuilds.Times> service,
            List<Double> alone)
            throws IOException, InterruptedException {
        service.add(builds.build("page " + number + "\n"));
        alone.add(engine.build(dockerfile, "page " + number + " of the limit\n"));
    }

    List<Double> millis(ToDoubleFunction<PushedBuilds.Times> part) {
        return service.stream().mapToDouble(part).boxed().toList();
    }
}
