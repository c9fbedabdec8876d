package dev.millrace.messaging.queue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyedQueuesTest {
    private final KeyedQueues<Integer> queues = new KeyedQueues<>(5);

    @AfterEach
    void close() {
        queues.close();
    }

    @Test
    void keepsTheOrderOfAKeyAndRunsOneItemOfAKeyAtATime() {
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger maxAtOnce = new AtomicInteger();

        IntStream.range(0, 2000)
                .forEach(i -> submit("key", i, batch -> {
                    maxAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                    seen.addAll(batch);
                    atOnce.decrementAndGet();
                }));

        await().atMost(Duration.ofMinutes(2)).until(() -> seen.size() == 2000);
        assertEquals(IntStream.range(0, 2000).boxed().toList(), seen);
        assertEquals(1, maxAtOnce.get());
    }

    @Test
    void otherKeysContinueWhileOneWaits() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        submit("stuck", 1, batch -> awaitQuietly(release));

        submit("free", 2, seen::addAll);

        await().atMost(Duration.ofMinutes(2)).until(() -> seen.equals(List.of(2)));
        assertEquals(1, queues.size());
        release.countDown();
        await().atMost(Duration.ofMinutes(2)).until(() -> queues.size() == 0);
    }

    @Test
    void asksItsCallerToPauseWhileItIsFull() {
        CountDownLatch release = new CountDownLatch(1);
        List<CompletableFuture<Void>> room = IntStream.range(0, 5)
                .mapToObj(i -> queues.submit("key" + i, i, BatchWindow.NONE, batch -> awaitQuietly(release))
                        .toCompletableFuture())
                .toList();
        assertTrue(room.get(3).isDone());
        assertFalse(room.get(4).isDone());

        release.countDown();

        await().atMost(Duration.ofMinutes(2)).until(room.get(4)::isDone);
    }

    @Test
    void aStuckKeyDoesNotBlockOthersAndCountsAgainAfterwards() {
        CountDownLatch release = new CountDownLatch(1);
        IntStream.range(0, 5).forEach(i -> submit("stuck", i, batch -> awaitQuietly(release)));
        CompletableFuture<Void> before = queues.submit("free", 5, BatchWindow.NONE, batch -> awaitQuietly(release))
                .toCompletableFuture();
        boolean paused = !before.isDone();

        queues.markStuck("stuck");

        await().atMost(Duration.ofMinutes(2)).until(before::isDone);
        CompletableFuture<Void> more =
                queues.submit("stuck", 6, BatchWindow.NONE, batch -> {}).toCompletableFuture();
        assertTrue(paused);
        assertTrue(more.isDone());
        assertEquals(7, queues.size());
        release.countDown();
        await().atMost(Duration.ofMinutes(2)).until(() -> queues.size() == 0);
        assertTrue(queues.submit("other", 7, BatchWindow.NONE, batch -> {})
                .toCompletableFuture()
                .isDone());
    }

    @Test
    void aStuckKeyBlocksItselfAtTenTimesTheLimit() {
        CountDownLatch release = new CountDownLatch(1);
        submit("stuck", 0, batch -> awaitQuietly(release));
        queues.markStuck("stuck");

        List<CompletableFuture<Void>> room = IntStream.range(1, 50)
                .mapToObj(i ->
                        queues.submit("stuck", i, BatchWindow.NONE, batch -> {}).toCompletableFuture())
                .toList();

        assertTrue(room.get(47).isDone());
        assertFalse(room.get(48).isDone());
        release.countDown();
        await().atMost(Duration.ofMinutes(2)).until(room.get(48)::isDone);
    }

    @Test
    void allStuckKeysTogetherHoldTenTimesTheLimit() {
        CountDownLatch release = new CountDownLatch(1);
        for (int i = 0; i < 49; i++) {
            submit("stuck" + i, i, batch -> awaitQuietly(release));
            queues.markStuck("stuck" + i);
        }
        submit("last", 49, batch -> awaitQuietly(release));
        queues.markStuck("last");

        CompletableFuture<Void> room =
                queues.submit("free", 50, BatchWindow.NONE, batch -> {}).toCompletableFuture();

        assertFalse(room.isDone());
        release.countDown();
        await().atMost(Duration.ofMinutes(2)).until(room::isDone);
    }

    @Test
    void allThatWaitAreOneBatchAsSoonAsTheKeyIsFree() {
        CountDownLatch release = new CountDownLatch(1);
        List<List<Integer>> batches = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 4; i++) {
            CompletionStage<Void> room = queues.submit("key", i, BatchWindow.WAITING, batch -> {
                batches.add(batch);
                awaitQuietly(release);
            });
            assertTrue(room.toCompletableFuture().isDone());
            await().atMost(Duration.ofMinutes(2)).until(() -> !batches.isEmpty());
        }

        release.countDown();

        await().atMost(Duration.ofMinutes(2)).until(() -> queues.size() == 0);
        assertEquals(List.of(List.of(0), List.of(1, 2, 3)), batches);
    }

    @Test
    void droppedItemsAreInterruptedOrNeverHandledAndOthersGoOn() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 4; i++) {
            submit("key" + i % 2, i, batch -> seen.add(batch + (ended(release) ? " ended" : " interrupted")));
        }
        await().atMost(Duration.ofMinutes(2)).until(() -> queues.size() == 4);

        assertTrue(queues.drop(item -> item % 2 == 0, Duration.ofMinutes(2)));

        assertEquals(List.of("[0] interrupted"), seen);
        release.countDown();
        await().atMost(Duration.ofMinutes(2)).until(() -> queues.size() == 0);
        assertEquals(List.of("[0] interrupted", "[1] ended", "[3] ended"), seen);
    }

    @Test
    void anInterruptForDroppedItemsDoesNotReachTheNextOne() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        List<Boolean> interrupted = Collections.synchronizedList(new ArrayList<>());
        AtomicBoolean started = new AtomicBoolean();
        submit("key", 1, batch -> {
            started.set(true);
            assertFalse(ended(never));
            Thread.currentThread().interrupt();
        });
        await().atMost(Duration.ofMinutes(2)).until(started::get);
        submit("key", 2, batch -> interrupted.add(Thread.currentThread().isInterrupted()));

        assertTrue(queues.drop(item -> item == 1, Duration.ofMinutes(2)));

        await().atMost(Duration.ofMinutes(2)).until(() -> interrupted.equals(List.of(false)));
    }

    @Test
    void aWorkerThatIgnoresItsInterruptIsReported() throws InterruptedException {
        AtomicBoolean release = new AtomicBoolean();
        AtomicBoolean started = new AtomicBoolean();
        submit("key", 1, batch -> {
            started.set(true);
            while (!release.get()) {
                Thread.onSpinWait();
            }
        });
        await().atMost(Duration.ofMinutes(2)).until(started::get);

        boolean ended = queues.drop(item -> true, Duration.ofMillis(1));

        assertFalse(ended);
        release.set(true);
        await().atMost(Duration.ofMinutes(2)).until(() -> queues.size() == 0);
    }

    private static boolean ended(CountDownLatch latch) {
        try {
            return latch.await(2, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Test
    void collectsTheItemsOfAKeyUntilTheWindowCloses() {
        List<List<Integer>> batches = Collections.synchronizedList(new ArrayList<>());
        BatchWindow window = new BatchWindow(Duration.ofMillis(200), Duration.ofSeconds(20));

        for (int i = 0; i < 50; i++) {
            assertTrue(queues.submit("key", i, window, batches::add) != null);
        }

        await().atMost(Duration.ofMinutes(2)).until(() -> batches.size() == 1);
        assertEquals(IntStream.range(0, 50).boxed().toList(), batches.getFirst());
    }

    @Test
    void collectsNoLongerThanTheMaximum() {
        List<List<Integer>> batches = Collections.synchronizedList(new ArrayList<>());
        BatchWindow window = new BatchWindow(Duration.ofHours(1), Duration.ofMillis(100));

        submitAll(window, batches);

        await().atMost(Duration.ofMinutes(2)).until(() -> batches.size() == 1);
    }

    @Test
    void continuesWithTheNextItemAfterABugInTheWorker() {
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        submit("key", 1, batch -> {
            throw new IllegalStateException("a bug");
        });
        submit("key", 2, batch -> {
            throw new StackOverflowError("too deep");
        });

        submit("key", 3, seen::addAll);

        await().atMost(Duration.ofMinutes(2)).dontCatchUncaughtExceptions().until(() -> seen.equals(List.of(3)));
    }

    @Test
    void reportsTheAgeOfTheOldestItem() {
        CountDownLatch release = new CountDownLatch(1);
        submit("key", 1, batch -> awaitQuietly(release));

        Duration oldest = queues.oldest(Instant.now().plusSeconds(60));

        assertTrue(oldest.toSeconds() >= 59, oldest.toString());
        release.countDown();
        await().atMost(Duration.ofMinutes(2))
                .until(() -> queues.oldest(Instant.now()).isZero());
    }

    private void submit(String key, int item, java.util.function.Consumer<List<Integer>> worker) {
        assertTrue(queues.submit(key, item, BatchWindow.NONE, worker) != null);
    }

    private void submitAll(BatchWindow window, List<List<Integer>> batches) {
        assertTrue(queues.submit("key", 1, window, batches::add) != null);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertTrue(latch.await(1, TimeUnit.MINUTES));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
