package dev.millrace.builder.api;

import dev.millrace.builder.journal.FollowedLog;
import dev.millrace.builder.journal.LogPosition;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends a log to one reader, line by line: the next line is read once the reader has taken the last one. */
final class LogStream {
    private final Reader reader;
    private final Duration limit;

    /**
     * An event of the stream.
     *
     * @param id the position in the log
     * @param name absent for a line
     */
    record Event(LogPosition id, Optional<String> name, String data) {}

    /** The reader. */
    interface Reader {

        boolean isClosed();

        /** Sends an event; completes when another one may be sent. */
        CompletionStage<?> send(Event event);
    }

    /** @param limit the time within which the reader must take an event */
    LogStream(Reader reader, Duration limit) {
        this.reader = reader;
        this.limit = limit;
    }

    /**
     * Sends the lines after a position and, at the end of the log, an event named {@code end}.
     *
     * @param last the last position of a reader that reconnects
     * @return false if the reader has gone or is too slow
     */
    boolean send(FollowedLog log, LogPosition start, Optional<LogPosition> last)
            throws IOException, InterruptedException {
        long skipped = start.linesBefore(last);
        LogPosition position = start;
        for (Optional<String> line = log.next(); line.isPresent(); line = log.next()) {
            position = position.next();
            if (position.line() > skipped && !sent(new Event(position, Optional.empty(), line.get()))) {
                return false;
            }
        }
        return sent(new Event(position, Optional.of("end"), ""));
    }

    private boolean sent(Event event) throws InterruptedException {
        if (reader.isClosed()) {
            return false;
        }
        try {
            reader.send(event).toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }
}
