package dev.millrace.builder.journal;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a build's log. A build that is repeated has the same id and a new log.
 *
 * @param startedAt the start of the build, in milliseconds since 1970
 * @param line the number of the line, from 1; 0 before the first one
 */
public record LogPosition(long startedAt, long line) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,15})-([0-9]{1,15})");

    /** The position before the first line. */
    public static LogPosition start(Instant startedAt) {
        return new LogPosition(startedAt.toEpochMilli(), 0);
    }

    /** Parses the text form; empty for any other text. */
    public static Optional<LogPosition> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new LogPosition(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    public LogPosition next() {
        return new LogPosition(startedAt, line + 1);
    }

    /** Returns the number of lines of this log that a reader with the last position has; zero if it is one of another log. */
    public long linesBefore(Optional<LogPosition> last) {
        return last.filter(position -> position.startedAt() == startedAt)
                .map(LogPosition::line)
                .orElse(0L);
    }

    @Override
    public String toString() {
        return startedAt + "-" + line;
    }
}
