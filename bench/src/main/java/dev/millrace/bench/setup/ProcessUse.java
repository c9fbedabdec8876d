package dev.millrace.bench.setup;

import dev.millrace.testbed.services.ServiceProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The resource usage of a service's process: memory in MB, CPU time, file descriptors. */
public final class ProcessUse {
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)\\s*$");
    private static final double MB = 1024 * 1024;

    private ProcessUse() {}

    /** Resident memory: {@code VmRSS} of proc(5). */
    public static double resident(ServiceProcess service) throws IOException {
        return resident(pid(service));
    }

    /** Resident memory of any process. */
    public static double resident(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow(() -> new IOException("no VmRSS of process " + pid));
    }

    /** Objects that are alive after a full garbage collection, which the class histogram causes. */
    public static double liveHeap(ServiceProcess service) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(jcmd, Long.toString(pid(service)), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        Matcher total = TOTAL.matcher(output);
        if (status != 0 || !total.find()) {
            throw new IOException("jcmd GC.class_histogram of " + service.name() + ": exit status " + status);
        }
        return Long.parseLong(total.group(1)) / MB;
    }

    /** User and system time since the start. */
    public static Duration cpu(ServiceProcess service) {
        return service.handle()
                .flatMap(handle -> handle.info().totalCpuDuration())
                .orElseThrow(() -> new IllegalStateException(service.name() + " is not running"));
    }

    /** Open file descriptors: entries of {@code /proc/<pid>/fd} of proc(5). */
    public static long fileDescriptors(ServiceProcess service) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + pid(service) + "/fd"))) {
            return open.count();
        }
    }

    private static long pid(ServiceProcess service) {
        return service.handle()
                .orElseThrow(() -> new IllegalStateException(service.name() + " is not running"))
                .pid();
    }
}
