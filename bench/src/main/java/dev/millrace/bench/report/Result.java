package dev.millrace.bench.report;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** One line of the table. */
public sealed interface Result {
    String name();

    /**
     * Measured values.
     *
     * @param unit {@code µs}, {@code ms}, {@code s} or {@code MB}; empty for a count
     * @param limit the result that this one is compared with: the least work that the measured way contains
     */
    record Measured(String name, String unit, Percentiles values, Optional<String> limit) implements Result {

        public static Measured of(String name, String unit, List<Double> values) {
            return new Measured(name, unit, Percentiles.of(values), Optional.empty());
        }

        public static Measured of(String name, String unit, double value) {
            return of(name, unit, List.of(value));
        }

        /** Compared with another result of the same run. */
        public Measured comparedWith(String other) {
            return new Measured(name, unit, values, Optional.of(other));
        }
    }

    /**
     * A measurement that failed.
     *
     * @param reason one line
     */
    record Failed(String name, String reason) implements Result {
        private static final int MAX_REASON = 300;
        private static final Pattern LINE_BREAKS = Pattern.compile("[\\p{Cntrl}\\s]+");
        private static final String OWN_CODE = "dev.millrace.bench.";

        static Failed of(String name, Throwable failure) {
            String message = failure.getMessage() == null ? "" : ": " + failure.getMessage();
            String line = LINE_BREAKS
                    .matcher(failure.getClass().getSimpleName() + message)
                    .replaceAll(" ")
                    .strip();
            return new Failed(
                    name, line.substring(0, Math.min(line.length(), MAX_REASON)) + place(failure.getStackTrace()));
        }

        /** The bench's own line that failed, to find the place without a stack trace. */
        private static String place(StackTraceElement[] trace) {
            for (StackTraceElement frame : trace) {
                if (frame.getClassName().startsWith(OWN_CODE)) {
                    return " (" + frame.getFileName() + ":" + frame.getLineNumber() + ")";
                }
            }
            return "";
        }
    }
}
