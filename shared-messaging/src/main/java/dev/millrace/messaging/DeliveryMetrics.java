package dev.millrace.messaging;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Supplier;

/** The delivery's own measures, named alike in all services. */
@ApplicationScoped
public class DeliveryMetrics {
    private final MeterRegistry registry;

    public DeliveryMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** An event was heard: {@code millrace_events_in_total}. */
    public void heard(String type) {
        counter("millrace.events.in", "type", type).increment();
    }

    /** An event was told: {@code millrace_events_out_total}. */
    public void told(String type) {
        counter("millrace.events.out", "type", type).increment();
    }

    /** Something failed: {@code millrace_failures_total}. The reason is one of a few constant words, never a message. */
    public void failed(String reason) {
        counter("millrace.failures", "reason", reason).increment();
    }

    /** A stage of the delivery took so long: {@code millrace_stage_seconds}. */
    public void took(String stage, Duration duration) {
        Timer.builder("millrace.stage")
                .description("How long a stage of the delivery took")
                .tag("stage", stage)
                .publishPercentiles(0.5, 0.9)
                .register(registry)
                .record(duration);
    }

    /** Does the work and records how long its stage took, however it ended. */
    public <T> T timed(String stage, Supplier<T> work) {
        long start = System.nanoTime();
        try {
            return work.get();
        } finally {
            took(stage, Duration.ofNanos(System.nanoTime() - start));
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
