package dev.millrace.messaging.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Counts the input that the service ignores on purpose: {@code millrace_ignored_total}. */
@ApplicationScoped
public class IgnoredCounter {
    private static final Logger LOG = Logger.getLogger(IgnoredCounter.class);

    private final MeterRegistry registry;

    public IgnoredCounter(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Counts ignored input. The reason is one of a few constants. */
    public void count(String reason) {
        LOG.debugf("ignored: reason=%s", reason);
        Counter.builder("millrace.ignored")
                .tag("reason", reason)
                .register(registry)
                .increment();
    }
}
