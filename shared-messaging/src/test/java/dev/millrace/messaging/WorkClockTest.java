package dev.millrace.messaging;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkClockTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final Tries tries = new Tries();
    private final CountDownLatch turn = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void release() {
        turn.countDown();
        end.countDown();
    }

    @Test
    void aTryCountsFromItsStartUntilItsEnd() {
        Thread handler = start(() -> hold(end));
        await().atMost(TIMEOUT).until(() -> tries.longestRunning().compareTo(Duration.ofMillis(50)) > 0);

        end.countDown();

        await().atMost(TIMEOUT).until(() -> !handler.isAlive());
        assertEquals(Duration.ZERO, tries.longestRunning());
    }

    @Test
    void waitingForATurnCountsAsNoWorkAndTheWorkCountsFromTheTurn() {
        CountDownLatch waits = new CountDownLatch(1);
        start(() -> {
            hold(() -> WorkClock.pausedUntil(() -> {
                waits.countDown();
                return turn.await(1, TimeUnit.DAYS);
            }));
            hold(end);
        });
        hold(waits);
        assertEquals(Duration.ZERO, tries.longestRunning());

        long before = System.nanoTime();
        turn.countDown();

        await().atMost(TIMEOUT).until(() -> !tries.longestRunning().isZero());
        assertTrue(tries.longestRunning().compareTo(Duration.ofNanos(System.nanoTime() - before)) <= 0);
    }

    @Test
    void aThreadThatWorksForAnotherCountsWhileThatOneWaitsForIt() {
        start(() -> {
            Thread helper = Thread.ofVirtual().start(WorkClock.carried(() -> hold(end)));
            WorkClock.pausedDuring(() -> hold(helper::join));
        });

        await().atMost(TIMEOUT).until(() -> tries.longestRunning().compareTo(Duration.ofMillis(50)) > 0);
        end.countDown();
        await().atMost(TIMEOUT).until(() -> tries.longestRunning().isZero());
    }

    @Test
    void outsideOfATryNothingCounts() throws InterruptedException {
        assertTrue(WorkClock.pausedUntil(() -> true));
        WorkClock.pausedDuring(() -> {});
        WorkClock.carried(() -> {}).run();

        assertEquals(Duration.ZERO, tries.longestRunning());
    }

    private Thread start(Runnable work) {
        return Thread.ofVirtual().start(() -> tries.run("record", work));
    }

    private interface Blocking {
        void run() throws InterruptedException;
    }

    private static void hold(CountDownLatch latch) {
        hold(latch::await);
    }

    private static void hold(Blocking blocking) {
        try {
            blocking.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
