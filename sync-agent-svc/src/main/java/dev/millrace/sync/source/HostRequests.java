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
 * Sends requests to one host and remembers its answers. A failure is the answer for every caller that waited for it; while the host stays
 * unreachable, it also answers, for a short time, callers that repeat an earlier request. So callers with the same request share one call.
 */
final class HostRequests {
    private static final Backoff STANDS = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10));

    private record Failure(GitUnavailable why, Instant began, Instant ended, int inARow, Instant until) {
        boolean answers(Instant asOf, Instant called, Instant now) {
            return !ended.isBefore(called) || (!asOf.isAfter(began) && now.isBefore(until));
        }
    }

    private final Clock clock;
    private final Map<String, Failure> failures = new ConcurrentHashMap<>();
    private volatile Repository.Fetch last = new Repository.Fetch(Instant.EPOCH, "never fetched");

    HostRequests(Clock clock) {
        this.clock = clock;
    }

    /** Returns the host's last answer. */
    Repository.Fetch last() {
        return last;
    }

    /**
     * Runs the request, unless its most recent failure is still an answer.
     *
     * @param what the key of the request
     * @param asOf the answer must be at least as recent as this
     * @param called when the caller began to wait
     * @return when the request began
     */
    Instant run(String what, Instant asOf, Instant called, Runnable work) {
        @Nullable Failure before = failures.get(what);
        Instant began = clock.instant();
        if (before != null && before.answers(asOf, called, began)) {
            throw before.why().copy();
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
