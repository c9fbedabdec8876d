package dev.millrace.messaging.log;

import io.quarkus.logging.LoggingFilter;
import java.util.Map;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Escapes the control characters of each record before it is formatted, so that text from outside, which a message may quote, can't pretend to be a line of
 * the log. It lets all records pass. {@code quarkus.log.console.filter=one-line}.
 */
@LoggingFilter(name = "one-line")
public final class OneLineFilter implements Filter {
    private static final ExtFormatter MESSAGE = new ExtFormatter() {
        @Override
        public String format(ExtLogRecord record) {
            return formatMessage(record);
        }
    };

    @Override
    public boolean isLoggable(LogRecord record) {
        ExtLogRecord extended = ExtLogRecord.wrap(record);
        String message = MESSAGE.format(extended);
        if (message != null && !OneLine.of(message).equals(message)) {
            extended.setMessage(OneLine.of(message), ExtLogRecord.FormatStyle.NO_FORMAT);
        }
        for (Map.Entry<String, String> entry : extended.getMdcCopy().entrySet()) {
            if (entry.getValue() != null && !OneLine.of(entry.getValue()).equals(entry.getValue())) {
                extended.putMdc(entry.getKey(), OneLine.of(entry.getValue()));
            }
        }
        if (extended.getThrown() != null) {
            extended.setThrown(OneLineError.of(extended.getThrown()));
        }
        return true;
    }
}
