package dev.millrace.builder.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BuildQueueTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final BuildQueue queue = new BuildQueue(2);

    private static final class Running {
        final CompletableFuture<Optional<BuildQueue.Turn>> turn = new CompletableFuture<>();
        final CountDownLatch end = new CountDownLatch(1);
        final CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
    }

    /** Asks for a turn in a thread of its own, and holds it until the test ends it. */
    private Running start(String id) {
        Running running = new Running();
        Thread.ofVirtual().start(() -> {
            try {
                Optional<BuildQueue.Turn> turn = queue.await(Builds.build(id));
                running.turn.complete(turn);
                if (turn.isPresent()) {
                    try (BuildQueue.Turn held = turn.get()) {
                        hold(running, held);
                    }
                }
                running.cancelled.complete(false);
            } catch (InterruptedException e) {
                running.turn.completeExceptionally(e);
            }
        });
        await().atMost(SOON)
                .until(() -> running.turn.isDone() || queue.waiting().contains(Builds.build(id)));
        return running;
    }

    private static void hold(Running running, BuildQueue.Turn turn) {
        try {
            running.end.await();
        } catch (InterruptedException e) {
            running.cancelled.complete(turn.isCancelled());
        }
    }

    private static void awaitTurn(Running running) {
        await().atMost(SOON).until(running.turn::isDone);
        assertThat(running.turn.join()).isPresent();
    }

    @Test
    void runsAtMostSoManyAndShowsTheOthers() {
        Running first = start("a1");
        Running second = start("a2");
        Running third = start("a3");

        awaitTurn(first);
        awaitTurn(second);
        assertThat(third.turn).isNotDone();
        assertThat(queue.waiting()).extracting(QueuedBuild::id).containsExactly("a3");

        first.end.countDown();
        awaitTurn(third);
        assertThat(queue.waiting()).isEmpty();
    }

    @Test
    void aRepositoryWithManyBuildsDoesNotDelayAnother() {
        Running first = start("a1");
        Running second = start("a2");
        awaitTurn(first);
        awaitTurn(second);
        Running third = start("a3");
        Running other = start("b1");

        first.end.countDown();

        awaitTurn(other);
        assertThat(third.turn).isNotDone();
    }

    @Test
    void aWaitingBuildThatIsCancelledGetsNoTurn() {
        start("a1");
        start("a2");
        Running third = start("a3");

        assertThat(queue.cancel("a3")).isTrue();

        await().atMost(SOON).until(third.turn::isDone);
        assertThat(third.turn.join()).isEmpty();
        assertThat(queue.waiting()).isEmpty();
        assertThat(queue.cancel("a3")).isFalse();
    }

    @Test
    void aRunningBuildThatIsCancelledIsInterruptedAndKnowsWhy() {
        Running first = start("a1");
        awaitTurn(first);

        assertThat(queue.cancel("a1")).isTrue();

        await().atMost(SOON).until(first.cancelled::isDone);
        assertThat(first.cancelled.join()).isTrue();
        awaitTurn(start("a2"));
    }

    @Test
    void noInterruptOfACancelledBuildIsLeftForTheNextOne() throws InterruptedException {
        BuildQueue.Turn turn = queue.await(Builds.build("a1")).orElseThrow();
        queue.cancel("a1");
        turn.close();

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void manyBuildsOfManyRepositoriesAllRunOnceAndNeverTooManyAtATime() throws InterruptedException {
        AtomicInteger now = new AtomicInteger();
        ConcurrentLinkedQueue<Integer> most = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String id = (char) ('a' + i % 7) + Integer.toString(i);
            threads.add(Thread.ofVirtual().start(() -> {
                try (BuildQueue.Turn turn = queue.await(Builds.build(id)).orElseThrow()) {
                    most.add(now.incrementAndGet());
                    now.decrementAndGet();
                    assertThat(turn.isCancelled()).isFalse();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join(SOON);
        }

        assertThat(most).hasSize(300).allMatch(running -> running <= 2);
        assertThat(queue.waiting()).isEmpty();
    }

    @Test
    void aQueueThatIsStoppedInterruptsWhatRunsAndGivesNoFurtherTurn() throws InterruptedException {
        Running first = start("a1");
        awaitTurn(first);
        Running second = start("a2");
        awaitTurn(second);
        Running waiting = start("a3");

        assertThat(queue.stop(SOON)).isTrue();

        assertThat(first.cancelled.join()).as("nobody cancelled it").isFalse();
        assertThat(second.cancelled.join()).isFalse();
        await().atMost(SOON).until(waiting.turn::isCompletedExceptionally);
        assertThatThrownBy(() -> queue.await(Builds.build("a4"))).isInstanceOf(InterruptedException.class);
    }

    @Test
    void aBuildThatDoesNotEndIsReported() throws InterruptedException {
        BuildQueue.Turn turn = queue.await(Builds.build("a1")).orElseThrow();

        assertThat(Thread.interrupted()).isFalse();
        CompletableFuture<Boolean> stopped = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                stopped.complete(queue.stop(Duration.ZERO));
            } catch (InterruptedException e) {
                stopped.completeExceptionally(e);
            }
        });

        assertThat(stopped.join()).isFalse();
        assertThat(Thread.interrupted()).as("it was interrupted").isTrue();
        turn.close();
    }

    @Test
    void atLeastOneRuns() {
        assertThatThrownBy(() -> new BuildQueue(0)).hasMessage("at least one build runs at a time, not 0");
    }
}
