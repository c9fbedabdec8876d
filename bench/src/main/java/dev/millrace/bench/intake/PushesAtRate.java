package dev.millrace.bench.intake;

import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Result.Measured;
import dev.millrace.testbed.delivery.LocalDelivery;
import java.util.function.Consumer;

/** Push webhooks at a steady rate, from the moment at which each is due to its answer, which Kafka's acknowledgement precedes. */
public final class PushesAtRate implements Measurement {
    private static final int PER_SECOND = 200;
    private static final int WARM_UP = 10 * PER_SECOND;
    private static final int MEASURED = 30 * PER_SECOND;

    @Override
    public String name() {
        return "intake/" + PER_SECOND + "rps";
    }

    @Override
    public void measure(LocalDelivery delivery, Consumer<Measured> results) throws Exception {
        results.accept(
                Measured.of(name(), "ms", new SignedPushes(delivery, "bench", PER_SECOND).millis(WARM_UP, MEASURED)));
    }
}
