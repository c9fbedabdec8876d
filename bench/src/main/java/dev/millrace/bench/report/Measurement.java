package dev.millrace.bench.report;

import dev.millrace.bench.report.Result.Measured;
import dev.millrace.testbed.delivery.LocalDelivery;
import java.util.function.Consumer;

/** One or more lines of the table. */
public interface Measurement {
    /** The name of its first line, and the beginning of the others' names. */
    String name();

    /** Whether {@code make bench} takes it without being asked for it by name. */
    default boolean isTakenByDefault() {
        return true;
    }

    /**
     * Measures on running services.
     *
     * @param results takes each result as soon as it is measured
     */
    void measure(LocalDelivery delivery, Consumer<Measured> results) throws Exception;
}
