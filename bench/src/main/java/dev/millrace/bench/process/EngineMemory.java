package dev.millrace.bench.process;

import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Result.Measured;
import dev.millrace.bench.setup.BuildkitDaemon;
import dev.millrace.bench.setup.ProcessUse;
import dev.millrace.testbed.delivery.LocalDelivery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The resident memory at rest of {@code buildkitd}, which image-builder-svc starts; not part of that service's own figure. */
public final class EngineMemory implements Measurement {
    private static final int ROUNDS = 5;

    @Override
    public String name() {
        return "memory-idle/buildkitd";
    }

    @Override
    public void measure(LocalDelivery delivery, Consumer<Measured> results) throws IOException, InterruptedException {
        BuildkitDaemon daemon = BuildkitDaemon.of(delivery.builder());
        List<Double> megabytes = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            TimeUnit.SECONDS.sleep(1);
            megabytes.add(ProcessUse.resident(daemon.process().pid()));
        }
        results.accept(Measured.of(name(), "MB", megabytes));
    }
}
