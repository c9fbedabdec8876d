package dev.millrace.bench.apply;

import dev.millrace.bench.report.Result.Measured;
import dev.millrace.bench.setup.ApplyLimit;
import dev.millrace.bench.setup.LimitRepository.Change;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Rounds of a measurement, each followed by a round of its limit, so that both meet the same load of the machine. */
public final class ApplyRounds {
    private final String name;
    private final ApplyLimit limit;
    private final int warmUp;
    private final List<Double> millis = new ArrayList<>();
    private int rounds;

    /** @param warmUp the number of rounds that do not count */
    public ApplyRounds(String name, ApplyLimit limit, int warmUp) {
        this.name = name;
        this.limit = limit;
        this.warmUp = warmUp;
    }

    /**
     * One round, in {@link System#nanoTime()}.
     *
     * @param arrived when the change was there; a watch may deliver it before the push has returned
     * @param change for the limit's own repository
     */
    public void add(long pushed, long arrived, Change change) throws IOException, InterruptedException {
        rounds++;
        boolean isMeasured = rounds > warmUp;
        if (isMeasured) {
            millis.add(Math.max(0, arrived - pushed) / 1e6);
        }
        limit.round(change, isMeasured);
    }

    /** The limit first, so that the ratio is known when the measurement itself is printed. */
    public void report(Consumer<Measured> results) {
        results.accept(Measured.of(name + "/limit", "ms", limit.values()));
        results.accept(Measured.of(name, "ms", millis).comparedWith(name + "/limit"));
    }
}
