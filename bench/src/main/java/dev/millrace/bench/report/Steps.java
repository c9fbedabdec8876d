package dev.millrace.bench.report;

import dev.millrace.bench.report.Result.Failed;
import dev.millrace.bench.report.Result.Measured;
import java.util.List;
import java.util.function.Consumer;

/** Takes measurements one after the other. One that fails is reported, and the others are taken all the same. */
public final class Steps {
    private Steps() {}

    /** One measurement, ready to be taken. */
    public record Step(String name, Work work) {
        /** Passes each result on as soon as it is measured. */
        public interface Work {
            void measure(Consumer<Measured> results) throws Exception;
        }
    }

    public static void takeAll(List<Step> steps, Report report) throws InterruptedException {
        for (Step step : steps) {
            try {
                step.work().measure(report::add);
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception | Error e) {
                report.add(Failed.of(step.name(), e));
            }
        }
    }
}
