package dev.millrace.bench.process;

import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Result.Measured;
import dev.millrace.testbed.delivery.LocalDelivery;
import dev.millrace.testbed.services.ServiceProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** From the start of a service's process to its readiness, while the others are at rest. */
public record Start(String service) implements Measurement {
    private static final int ROUNDS = 5;

    @Override
    public String name() {
        return "start/" + service;
    }

    @Override
    public void measure(LocalDelivery delivery, Consumer<Measured> results) {
        ServiceProcess process = MemoryIdle.process(delivery, service);
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            process.stop();
            long start = System.nanoTime();
            process.start();
            millis.add((System.nanoTime() - start) / 1e6);
        }
        results.accept(Measured.of(name(), "ms", millis));
    }
}
