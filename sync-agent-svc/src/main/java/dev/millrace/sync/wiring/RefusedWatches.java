package dev.millrace.sync.wiring;

import dev.millrace.messaging.log.OneLineFilter;
import dev.millrace.sync.apply.refusal.Refusal;
import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Drops the stack trace that the client logs at each new try of a watch that its identity may not open; the refusal is in the status. All other records
 * pass as {@link OneLineFilter} leaves them: a handler has one filter.
 */
@LoggingFilter(name = "refused-watches")
public final class RefusedWatches implements Filter {
    private static final String INFORMERS = "io.fabric8.kubernetes.client.informers.";

    private final Filter oneLine = new OneLineFilter();

    @Override
    public boolean isLoggable(LogRecord record) {
        return !isRefusedWatch(record) && oneLine.isLoggable(record);
    }

    private static boolean isRefusedWatch(LogRecord record) {
        return record.getThrown() != null
                && record.getLoggerName() != null
                && record.getLoggerName().startsWith(INFORMERS)
                && Refusal.forbidden(record.getThrown()).isPresent();
    }
}
