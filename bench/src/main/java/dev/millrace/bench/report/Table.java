package dev.millrace.bench.report;

import dev.millrace.bench.report.Result.Failed;
import dev.millrace.bench.report.Result.Measured;
import java.util.Locale;
import java.util.OptionalDouble;

/** The table for the terminal, line by line. */
final class Table {
    private static final String COLUMNS = "%-44s %5s %10s %10s %10s  %-4s %8s";

    static final String HEAD = COLUMNS.formatted("name", "n", "p50", "p90", "p99", "unit", "x limit")
            .stripTrailing();

    static final String NOTES = """

            1 run; n values, without warm-up. Nearest rank: p99 of fewer than 100 values is the largest.
            x limit: p50 divided by the p50 of the least work that the measured way contains (<name>/limit).""";

    private Table() {}

    static String line(Result result, OptionalDouble ratio) {
        return switch (result) {
            case Failed failed -> "%-44s failed: %s".formatted(failed.name(), failed.reason());
            case Measured measured ->
                COLUMNS.formatted(
                                measured.name(),
                                measured.values().n(),
                                decimal(measured.values().p50()),
                                decimal(measured.values().p90()),
                                decimal(measured.values().p99()),
                                measured.unit(),
                                ratio.isPresent() ? String.format(Locale.ROOT, "%.2f", ratio.getAsDouble()) : "")
                        .stripTrailing();
        };
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
