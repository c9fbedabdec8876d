package dev.millrace.messaging;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Supplier;

/** The metrics of the delivery, with the same names in all services. */
@ApplicationScoped
public class DeliveryMetrics {
    private final MeterRegistry registry;

    public DeliveryMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Counts a received event: {@code millrace_events_in_total}. */
    public void received(String type) {
        counter("millrace.events.in", "type", type).increment();
    }

    /** Counts a published event: {@code millrace_events_out_total}. */
    public void published(String type) {
        counter("millrace.events.out", "type", type).increment();
    }

    /** Counts a failure: {@code millrace_failures_total}. The reason is one of a few constants, never a message. */
    public void failed(String reason) {
        counter("millrace.failures", "reason", reason).increment();
    }

    /** Counts a record that this reader skips because it is unreadable: {@code millrace_ignored_total}. Another one sends it to the dead letters. */
    public void skippedUnreadable() {
        counter("millrace.ignored", "reason", "unreadable").increment();
    }

    /** Records the duration of a stage of the delivery: {@code millrace_stage_seconds}. */
    public void recordDuration(String stage, Duration duration) {
        Timer.builder("millrace.stage")
                .description("Duration of a stage of the delivery")
                .tag("stage", stage)
                .publishPercentiles(0.5, 0.9)
                .register(registry)
                .record(duration);
    }

    /** Does the work and records the duration of its stage, also if it fails. */
    public <T> T timed(String stage, Supplier<T> work) {
        long start = System.nanoTime();
        try {
            return work.get();
        } finally {
            recordDuration(stage, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    /** As {@link #timed(String, Supplier)}, for work without a result. */
    public void timed(String stage, Runnable work) {
        timed(stage, () -> {
            work.run();
            return stage;
        });
    }

    private Counter counter(String name, String tag, String value) {
        return Counter.builder(name).tag(tag, value).register(registry);
    }
}
