package dev.millrace.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.testbed.delivery.LocalDelivery;
import java.io.PrintStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** {@code make bench}: runs the measurements whose names match a glob, all by default. */
public final class Bench {
    private static final List<String> SERVICES =
            List.of("image-builder-svc", "manifest-updater-svc", "sync-agent-svc", "drift-detector-svc");
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Bench() {}

    @SuppressWarnings("SystemOut") // a program for the terminal
    public static void main(String[] arguments) throws Exception {
        String only = arguments.length > 0 && !arguments[0].isBlank() ? arguments[0] : "**";
        Path results = Path.of(arguments.length > 1 ? arguments[1] : "bench/target/results.json");
        List<Measurement> chosen = chosen(only);
        if (chosen.isEmpty()) {
            System.out.println("bench: nothing is named like " + only + "; there is: "
                    + all().stream().map(Measurement::name).toList());
            System.exit(2);
        }
        List<Result> measured = run(chosen, System.out);
        Files.createDirectories(results.toAbsolutePath().getParent());
        JSON.writeValue(results.toFile(), measured);
        table(measured, System.out);
        System.exit(0);
    }

    private static List<Measurement> all() {
        return Stream.of(
                        Stream.of(
                                new PushToApplied(),
                                new FixBehindFailing(),
                                new FleetPush(1),
                                new FleetPush(100),
                                new FleetPush(2_000),
                                new BareFleet()),
                        new ThousandApps().measurements().stream(),
                        SERVICES.stream().map(MemoryIdle::new),
                        SERVICES.stream().map(Start::new),
                        Stream.of(
                                new ImageToCommit("small", 0),
                                new ImageToCommit("8000-files", 2_000),
                                new ManyImagesAtOnce(true),
                                new ManyImagesAtOnce(false),
                                new EditPass(true),
                                new EditPass(false)))
                .<Measurement>flatMap(s -> s)
                .toList();
    }

    private static List<Measurement> chosen(String only) {
        PathMatcher glob = FileSystems.getDefault().getPathMatcher("glob:" + only);
        return all().stream().filter(m -> glob.matches(Path.of(m.name()))).toList();
    }

    private static List<Result> run(List<Measurement> chosen, PrintStream out) throws Exception {
        List<Result> measured = new ArrayList<>();
        try (LocalDelivery delivery = LocalDelivery.prepare()) {
            delivery.startServices();
            for (Measurement measurement : chosen) {
                out.println("measuring " + measurement.name() + " ...");
                measured.add(measurement.measure(delivery));
            }
        }
        return measured;
    }

    private static void table(List<Result> measured, PrintStream out) {
        out.printf("%n%-36s %6s %10s %10s  %s%n", "name", "n", "p50", "p90", "unit");
        for (Result r : measured) {
            out.printf(Locale.ROOT, "%-36s %6d %10.1f %10.1f  %s%n", r.name(), r.n(), r.p50(), r.p90(), r.unit());
        }
    }
}
