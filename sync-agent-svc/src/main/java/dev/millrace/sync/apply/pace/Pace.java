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

/**
 * How many requests are made at once: half as many whenever the API server's priority and fairness turns some away, one more after each
 * round that went well. The client itself waits as long as {@code Retry-After} says before it asks again; what waits keeps its place, so
 * that nothing overtakes it.
 */
public final class Pace implements Interceptor {
    private static final int TOO_MANY_REQUESTS = 429;
    /** One request that is turned away for long doesn't stand in everybody's way. */
    private static final int LEAST = 2;

    private static final Duration BURST = Duration.ofSeconds(1);

    private final int most;
    private final Clock clock;
    private int room;
    private int under;
    private int well;
    private Instant turnedAway = Instant.EPOCH;

    /** @param most how many requests there are at once while nothing is turned away */
    public Pace(int most, Clock clock) {
        this.most = most;
        this.room = most;
        this.clock = clock;
    }

    /** Makes a request when there is room for it. Not from within another one. */
    public <T> T ask(Supplier<T> request) {
        enter();
        try {
            return request.get();
        } finally {
            leave();
        }
    }

    /** How many requests may be made at once by now. */
    public synchronized int room() {
        return room;
    }

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        if (response.code() == TOO_MANY_REQUESTS) {
            turnedAway();
        }
    }

    /** Those that are turned away together count once: they were made before anybody could know. */
    synchronized void turnedAway() {
        if (!isQuiet()) {
            return;
        }
        turnedAway = clock.instant();
        room = Math.max(LEAST, Math.min(room, under) / 2);
        well = 0;
    }

    private boolean isQuiet() {
        return Duration.between(turnedAway, clock.instant()).compareTo(BURST) >= 0;
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
        if (room < most && isQuiet() && ++well >= room) {
            room++;
            well = 0;
        }
        notifyAll();
    }
}
