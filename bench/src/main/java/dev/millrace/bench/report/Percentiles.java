package dev.millrace.bench.report;

import java.util.List;

/**
 * The distribution of single values, by the nearest-rank method. Of fewer than 100 values p99 is the largest, of fewer than 10 p90 as well.
 *
 * @param n number of values
 */
public record Percentiles(int n, double p50, double p90, double p99) {

    static Percentiles of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no values");
        }
        List<Double> sorted = values.stream().sorted().toList();
        return new Percentiles(sorted.size(), rank(sorted, 0.5), rank(sorted, 0.9), rank(sorted, 0.99));
    }

    private static double rank(List<Double> sorted, double share) {
        int index = (int) Math.ceil(share * sorted.size()) - 1;
        return Math.round(sorted.get(Math.max(0, index)) * 10) / 10.0;
    }
}
