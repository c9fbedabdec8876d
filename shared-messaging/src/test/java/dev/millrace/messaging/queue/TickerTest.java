package dev.millrace.messaging.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TickerTest {
    private static final Duration NEVER = Duration.ofDays(1000);
    private static final Duration AMPLE = Duration.ofMinutes(1);

    /** The runs that have begun, by their number from 1. */
    private final BlockingQueue<Integer> runs = new LinkedBlockingQueue<>();

    private final AtomicInteger count = new AtomicInteger();

    @Test
    void runsAtOnceAndAfterEachPause() throws InterruptedException {
        try (Ticker ticker = new Ticker("test", NEVER, () -> begun() < 3 ? Duration.ZERO : NEVER)) {
            ticker.start();

            assertEquals(List.of(1, 2, 3), runs(3));
        }
    }

    @Test
    void aWakeEndsThePause() throws InterruptedException {
        try (Ticker ticker = Ticker.every("test", NEVER, this::begun)) {
            ticker.start();
            assertEquals(List.of(1), runs(1));

            ticker.wake();

            assertEquals(List.of(2), runs(1));
        }
    }

    @Test
    void aWakeDuringARunIsNotLost() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        try (Ticker ticker = Ticker.every("test", NEVER, () -> {
            begun();
            await(end);
        })) {
            ticker.start();
            assertEquals(List.of(1), runs(1));

            ticker.wake();
            ticker.wake();
            end.countDown();

            assertEquals(List.of(2), runs(1));
        }
    }

    @Test
    void noFailureEndsTheRepetition() throws InterruptedException {
        Supplier<Duration> failing = () -> {
            switch (begun()) {
                case 1 -> throw new IllegalStateException("a bug");
                case 2 -> throw new StackOverflowError("a deep one");
                default -> {}
            }
            return NEVER;
        };
        try (Ticker ticker = new Ticker("test", Duration.ZERO, failing)) {
            ticker.start();

            assertEquals(List.of(1, 2, 3), runs(3));
        }
    }

    @Test
    void closingInterruptsTheRunAndIsTheEndEvenIfTheRunIgnoresIt() throws InterruptedException {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        Ticker ticker = Ticker.every("test", Duration.ZERO, () -> {
            begun();
            thread.complete(Thread.currentThread());
            await(new CountDownLatch(1)); // until it is interrupted
        });
        ticker.start();
        assertEquals(List.of(1), runs(1));

        ticker.close();

        assertTrue(thread.join().join(AMPLE));
        assertEquals(1, count.get());
    }

    private int begun() {
        int run = count.incrementAndGet();
        runs.add(run);
        return run;
    }

    private List<Integer> runs(int number) throws InterruptedException {
        List<Integer> begun = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            Integer run = runs.poll(AMPLE.toSeconds(), TimeUnit.SECONDS);
            begun.add(run == null ? -1 : run);
        }
        return begun;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            // Some tasks ignore it.
        }
    }
}
