package dev.millrace.acceptance.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The times of a neighbour's deliveries with and without an attack, in milliseconds. */
final class Measurements {
    private final List<Double> normal = new ArrayList<>();
    private final List<Double> attacked = new ArrayList<>();

    void addNormal(double millis) {
        normal.add(millis);
    }

    void addAttacked(double millis) {
        attacked.add(millis);
    }

    /** The value at a share of the sorted values, by the nearest rank; 0 if there is none. */
    static double percentile(List<Double> values, double share) {
        if (values.isEmpty()) {
            return 0;
        }
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    private static String both(List<Double> values) {
        return String.format(Locale.ROOT, "%.0f/%.0f", percentile(values, 0.5), percentile(values, 0.99));
    }

    private boolean isBelowTwiceNormal() {
        return percentile(attacked, 0.99) < 2 * percentile(normal, 0.99);
    }

    @Override
    public String toString() {
        return "p50/p99 " + both(normal) + " ms normal, " + both(attacked) + " ms attacked (" + normal.size() + "+"
                + attacked.size() + "), below twice normal " + (isBelowTwiceNormal() ? "yes" : "no");
    }
}
