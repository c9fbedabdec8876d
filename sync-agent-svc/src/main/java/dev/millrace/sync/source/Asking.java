package dev.millrace.sync.source;

import dev.millrace.git.GitUnavailable;
import dev.millrace.messaging.queue.Backoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks a host, and remembers how it answered. A failure answers all who waited for it; while a host stays away, it also answers for a little
 * while those who come again with what they wanted before. So many who want the same don't ask one by one.
 */
final class Asking {
    private static final Backoff STANDS = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10));

    private record Failure(GitUnavailable why, Instant began, Instant ended, int inARow, Instant until) {
        boolean answers(Instant asOf, Instant called, Instant now) {
            return !ended.isBefore(called) || (!asOf.isAfter(began) && now.isBefore(until));
        }
    }

    private final Clock clock;
    private final Map<String, Failure> failures = new ConcurrentHashMap<>();
    private volatile Repository.Fetch last = new Repository.Fetch(Instant.EPOCH, "never fetched");

    Asking(Clock clock) {
        this.clock = clock;
    }

    /** How the host answered last. */
    Repository.Fetch last() {
        return last;
    }

    /**
     * Does the work, unless its failing just now is an answer.
     *
     * @param what tells one thing that is asked for from another
     * @param asOf what is wanted is the answer as of then
     * @param called when whoever wants it began to wait
     * @return when the work began
     */
    Instant ask(String what, Instant asOf, Instant called, Runnable work) {
        @Nullable Failure before = failures.get(what);
        Instant began = clock.instant();
        if (before != null && before.answers(asOf, called, began)) {
            throw before.why().again();
        }
        try {
            work.run();
            last = new Repository.Fetch(began, "");
            failures.remove(what);
            return began;
        } catch (GitUnavailable e) {
            last = new Repository.Fetch(began, String.valueOf(e.getMessage()));
            int inARow = before == null ? 1 : before.inARow() + 1;
            Instant ended = clock.instant();
            Instant until = inARow == 1 ? ended : ended.plus(STANDS.after(inARow - 1));
            failures.put(what, new Failure(e, began, ended, inARow, until));
            throw e;
        }
    }
}
