package dev.millrace.bench.process;

import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Result.Measured;
import dev.millrace.bench.setup.ProcessUse;
import dev.millrace.testbed.delivery.LocalDelivery;
import dev.millrace.testbed.services.ServiceProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A service's resident memory at rest, without processes that it starts. */
public record MemoryIdle(String service) implements Measurement {
    private static final int ROUNDS = 5;

    @Override
    public String name() {
        return "memory-idle/" + service;
    }

    @Override
    public void measure(LocalDelivery delivery, Consumer<Measured> results) throws IOException, InterruptedException {
        ServiceProcess process = process(delivery, service);
        List<Double> megabytes = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            TimeUnit.SECONDS.sleep(1);
            megabytes.add(ProcessUse.resident(process));
        }
        results.accept(Measured.of(name(), "MB", megabytes));
    }

    static ServiceProcess process(LocalDelivery delivery, String service) {
        return delivery.services().stream()
                .filter(process -> process.name().equals(service))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such service: " + service));
    }
}
