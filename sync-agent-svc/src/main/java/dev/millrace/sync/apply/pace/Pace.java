package dev.millrace.sync.apply.pace;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The limit on concurrent requests: halved whenever the API server's priority and fairness rejects some, one more after each round without a
 * rejection. A rejected request waits as long as {@code Retry-After} demands before it is repeated, and keeps its place meanwhile, so that no
 * other request overtakes it.
 */
public final class Pace implements Interceptor {
    private static final int TOO_MANY_REQUESTS = 429;
    /** Limits how long one rejected request can block others. */
    private static final int MIN_ROOM = 2;

    private static final Duration BURST = Duration.ofSeconds(1);
    /** The wait if the API server demands none in particular. */
    private static final Duration DEFAULT_WAIT = Duration.ofSeconds(1);

    private static final Duration MAX_WAIT = Duration.ofMinutes(1);
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    private final int max;
    private final Clock clock;
    private int room;
    private int under;
    private int accepted;
    private Instant throttled = Instant.EPOCH;
    private Instant nextTry = Instant.EPOCH;

    /** @param max the number of concurrent requests while none is rejected */
    public Pace(int max, Clock clock) {
        this.max = max;
        this.room = max;
        this.clock = clock;
    }

    /** Makes a request when there is room for it. Not to be called from within another one. */
    public <T> T ask(Supplier<T> request) {
        enter();
        try {
            return request.get();
        } finally {
            leave();
        }
    }

    /** Returns the present limit. */
    public synchronized int room() {
        return room;
    }

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        if (response.code() == TOO_MANY_REQUESTS) {
            waitFor(retryAfter(response.header("Retry-After")));
            throttled();
        }
    }

    private static Duration retryAfter(@Nullable String seconds) {
        if (seconds == null || !SECONDS.matcher(seconds).matches()) {
            return DEFAULT_WAIT;
        }
        Duration wait = Duration.ofSeconds(Integer.parseInt(seconds));
        return wait.compareTo(MAX_WAIT) < 0 ? wait : MAX_WAIT;
    }

    private synchronized void waitFor(Duration wait) {
        Instant next = clock.instant().plus(wait);
        nextTry = next.isAfter(nextTry) ? next : nextTry;
    }

    /** Returns the wait of a rejected request before it is repeated. */
    public synchronized Duration untilNextTry() {
        Duration left = Duration.between(clock.instant(), nextTry);
        return left.isNegative() || left.isZero() ? DEFAULT_WAIT : left;
    }

    /** Several requests that are rejected together count once: they were made before the first rejection was known. */
    synchronized void throttled() {
        if (!isQuiet()) {
            return;
        }
        throttled = clock.instant();
        room = Math.max(MIN_ROOM, Math.min(room, under) / 2);
        accepted = 0;
    }

    private boolean isQuiet() {
        return Duration.between(throttled, clock.instant()).compareTo(BURST) >= 0;
    }

    private synchronized void enter() {
        try {
            while (under >= room) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the service is stopping", e);
        }
        under++;
    }

    private synchronized void leave() {
        under--;
        if (room < max && isQuiet() && ++accepted >= room) {
            room++;
            accepted = 0;
        }
        notifyAll();
    }
}
