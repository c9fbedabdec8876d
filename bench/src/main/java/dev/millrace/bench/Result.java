package dev.millrace.bench;

import java.util.List;

/**
 * What was measured.
 *
 * @param n how many times
 * @param unit {@code ms}, {@code s} or {@code MB}; empty if it is a number of things
 */
public record Result(String name, int n, double p50, double p90, String unit) {

    /** From single values, by the nearest-rank method. */
    static Result of(String name, String unit, List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return new Result(name, sorted.size(), rank(sorted, 0.5), rank(sorted, 0.9), unit);
    }

    private static double rank(List<Double> sorted, double share) {
        int index = (int) Math.ceil(share * sorted.size()) - 1;
        return Math.round(sorted.get(Math.max(0, index)) * 10) / 10.0;
    }
}
