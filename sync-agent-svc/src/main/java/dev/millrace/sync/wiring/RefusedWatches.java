package dev.millrace.sync.wiring;

import dev.millrace.sync.apply.refusal.Refusal;
import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/** Drops the stack trace that the client logs at each new try of a watch that its identity may not open. The refusal is in the status. */
@LoggingFilter(name = "refused-watches")
public final class RefusedWatches implements Filter {
    private static final String INFORMERS = "io.fabric8.kubernetes.client.informers.";

    @Override
    public boolean isLoggable(LogRecord line) {
        return line.getThrown() == null
                || line.getLoggerName() == null
                || !line.getLoggerName().startsWith(INFORMERS)
                || Refusal.forbidden(line.getThrown()).isEmpty();
    }
}
