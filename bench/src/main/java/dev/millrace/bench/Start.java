package dev.millrace.bench;

import dev.millrace.testbed.delivery.LocalDelivery;
import dev.millrace.testbed.services.ServiceProcess;
import java.util.ArrayList;
import java.util.List;

/** From a service's process being started to its readiness, beside the others at rest. */
record Start(String service) implements Measurement {
    private static final int TIMES = 5;

    @Override
    public String name() {
        return "start/" + service;
    }

    @Override
    public Result measure(LocalDelivery delivery) {
        ServiceProcess process = MemoryIdle.process(delivery, service);
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            process.stop();
            long start = System.nanoTime();
            process.start();
            millis.add((System.nanoTime() - start) / 1e6);
        }
        return Result.of(name(), "ms", millis);
    }
}
