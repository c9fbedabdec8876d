package dev.millrace.bench;

import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Report;
import dev.millrace.bench.report.Steps;
import dev.millrace.bench.report.Steps.Step;
import dev.millrace.testbed.delivery.LocalDelivery;
import dev.millrace.testbed.services.ServiceProcess;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code make bench}: {@code Bench [<glob over names> [<applications of apps-N-x2> [<file for the results>]]]}.
 *
 * <p>Exit status: 0 if all selected measurements were taken, 1 if any failed, 2 if none is selected.
 */
public final class Bench {
    private static final String DEFAULT_APPLICATIONS = "5000";
    private static final String DEFAULT_FILE = "bench/target/results.json";

    private Bench() {}

    @SuppressWarnings("SystemOut") // a program for the terminal
    public static void main(String[] arguments) throws InterruptedException {
        String only = argument(arguments, 0, "");
        Suite suite = Suite.of(Integer.parseInt(argument(arguments, 1, DEFAULT_APPLICATIONS)));
        List<Measurement> selected = suite.selected(only);
        if (selected.isEmpty()) {
            System.out.println("bench: no measurement matches " + only + "; available: " + suite.names());
            System.exit(2);
        }
        Report report = Report.begin(Path.of(argument(arguments, 2, DEFAULT_FILE)), System.out);
        System.exit(take(selected, report) ? 0 : 1);
    }

    /**
     * Returns true if all were measured. Services and parts end with this JVM; stopping them here could fail, after all results are known.
     */
    @SuppressWarnings("SystemOut")
    private static boolean take(List<Measurement> selected, Report report) throws InterruptedException {
        LocalDelivery delivery;
        try {
            delivery = LocalDelivery.prepare();
        } catch (RuntimeException e) {
            System.out.println("bench: the test bed did not start: " + e.getMessage());
            return false;
        }
        Steps.takeAll(selected.stream().map(one -> step(one, delivery)).toList(), report);
        report.printAll();
        return !report.hasFailures();
    }

    private static String argument(String[] arguments, int index, String otherwise) {
        return arguments.length > index && !arguments[index].isBlank() ? arguments[index] : otherwise;
    }

    /** Every measurement finds all services running, whatever the previous one left behind. */
    private static Step step(Measurement measurement, LocalDelivery delivery) {
        return new Step(measurement.name(), results -> {
            if (!delivery.services().stream().allMatch(ServiceProcess::isRunning)) {
                delivery.startServices();
            }
            measurement.measure(delivery, results);
        });
    }
}
