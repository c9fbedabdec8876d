package dev.millrace.bench;

import dev.millrace.testbed.delivery.LocalDelivery;
import dev.millrace.testbed.services.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A service's resident memory while it has nothing to do: {@code VmRSS} of proc(5). */
record MemoryIdle(String service) implements Measurement {
    private static final int TIMES = 5;

    @Override
    public String name() {
        return "memory-idle/" + service;
    }

    @Override
    public Result measure(LocalDelivery delivery) throws IOException, InterruptedException {
        long pid = process(delivery, service)
                .handle()
                .orElseThrow(() -> new IllegalStateException(service + " does not run"))
                .pid();
        List<Double> megabytes = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            TimeUnit.SECONDS.sleep(1);
            megabytes.add(resident(pid));
        }
        return Result.of(name(), "MB", megabytes);
    }

    static ServiceProcess process(LocalDelivery delivery, String service) {
        return delivery.services().stream()
                .filter(process -> process.name().equals(service))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such service: " + service));
    }

    static double resident(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow(() -> new IOException("no VmRSS of process " + pid));
    }
}
