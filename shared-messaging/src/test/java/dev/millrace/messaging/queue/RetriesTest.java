package dev.millrace.messaging.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetriesTest {
    private final Retries retries = new Retries(new Backoff(Duration.ofMillis(1), Duration.ofMillis(2)));

    @Test
    void retriesATransientErrorUntilItSucceeds() {
        AtomicInteger tries = new AtomicInteger();
        List<Integer> reported = new ArrayList<>();

        Retries.Ending ending = retries.untilDone(
                () -> {
                    if (tries.incrementAndGet() < 20) {
                        throw new UncheckedIOException(new IOException("unavailable"));
                    }
                },
                (error, failures) -> reported.add(failures));

        assertInstanceOf(Retries.Ending.Done.class, ending);
        assertEquals(IntStream.range(1, 20).boxed().toList(), reported);
    }

    @Test
    void doesNotRetryAPermanentError() {
        AtomicInteger tries = new AtomicInteger();

        Retries.Ending ending = retries.untilDone(
                () -> {
                    tries.incrementAndGet();
                    throw new IllegalArgumentException("no such thing");
                },
                (error, failures) -> {});

        Retries.Ending.Impossible impossible = assertInstanceOf(Retries.Ending.Impossible.class, ending);
        assertEquals("no such thing", impossible.error().getMessage());
        assertEquals(1, tries.get());
    }

    @Test
    void anErrorIsPermanent() {
        Retries.Ending ending = retries.untilDone(
                () -> {
                    throw new StackOverflowError("too deep");
                },
                (error, failures) -> {});

        Retries.Ending.Impossible impossible = assertInstanceOf(Retries.Ending.Impossible.class, ending);
        assertEquals("too deep", impossible.error().getMessage());
    }

    @Test
    void stopsWhenItsThreadIsInterrupted() throws InterruptedException {
        List<Retries.Ending> endings = new ArrayList<>();
        Retries slow = new Retries(new Backoff(Duration.ofHours(1), Duration.ofHours(1)));
        Thread thread = Thread.ofVirtual()
                .start(() -> endings.add(slow.untilDone(
                        () -> {
                            throw new UncheckedIOException(new IOException("unavailable"));
                        },
                        (error, failures) -> {})));

        thread.interrupt();

        assertTrue(thread.join(Duration.ofMinutes(1)));
        assertInstanceOf(Retries.Ending.Stopped.class, endings.getFirst());
    }

    @Test
    void delaysGrowUpToTheMaximum() {
        Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofMinutes(1));

        List<Duration> waits =
                IntStream.rangeClosed(1, 40).mapToObj(backoff::after).toList();

        assertTrue(waits.getFirst().toMillis() <= 200, waits.toString());
        assertTrue(waits.get(3).toMillis() >= 1200, waits.toString());
        assertTrue(waits.stream().allMatch(w -> w.compareTo(Duration.ofMinutes(1)) <= 0), waits.toString());
        assertTrue(waits.getLast().toSeconds() >= 45, waits.toString());
    }
}
