package dev.millrace.sync.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.events.value.EventId;
import dev.millrace.sync.state.Triggers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One pass at a time for each application, with everything that was asked meanwhile. */
class WorkQueueOrderTest {
    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    private static final Triggers POLL = Triggers.source(NOW, Trigger.POLL);
    private static final Triggers DRIFT = Triggers.drifted("one", EventId.of("drift.detected", "one"));

    private record Done(String uid, Triggers triggers) {}

    private final List<Done> done = new CopyOnWriteArrayList<>();
    private final Map<String, CountDownLatch> blocked = new ConcurrentHashMap<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile Function<Done, Optional<Duration>> next = one -> Optional.empty();
    private final WorkQueue queue = new WorkQueue();

    @BeforeEach
    void start() {
        queue.reconcileWith((uid, triggers) -> {
            Done one = new Done(uid, triggers);
            done.add(one);
            CountDownLatch until = blocked.get(uid);
            if (until != null) {
                begun.countDown();
                awaitEnd(until);
            }
            return next.apply(one);
        });
        queue.open(() -> {});
    }

    private static void awaitEnd(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private CountDownLatch block(String uid) {
        CountDownLatch latch = new CountDownLatch(1);
        blocked.put(uid, latch);
        return latch;
    }

    @AfterEach
    void close() {
        blocked.values().forEach(CountDownLatch::countDown);
        queue.close();
    }

    private void awaitIdle() {
        await().atMost(Duration.ofMinutes(2)).until(() -> queue.size() == 0);
    }

    @Test
    void triggersThatArriveDuringAPassAreOneNextPass() throws InterruptedException {
        CountDownLatch mayEnd = block("web");
        queue.ask("web", Triggers.NONE);
        begun.await();

        queue.ask("web", POLL);
        queue.ask("web", DRIFT);
        queue.ask("web", Triggers.NONE);
        assertThat(done).hasSize(1);
        mayEnd.countDown();

        awaitIdle();
        assertThat(done).containsExactly(new Done("web", Triggers.NONE), new Done("web", POLL.and(DRIFT)));
    }

    @Test
    void aLongPassDelaysNoOtherApplication() throws InterruptedException {
        block("slow");
        queue.ask("slow", POLL);
        begun.await();

        for (int i = 0; i < 100; i++) {
            queue.ask("fast-" + i, Triggers.NONE);
        }

        await().atMost(Duration.ofMinutes(2)).until(() -> done.size() == 101);
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void acknowledgementsAreNotedWhenNoOtherPassWaits() throws InterruptedException {
        Triggers acknowledged = Triggers.acknowledged(EventId.of("some", "event"));
        List<CountDownLatch> all = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            all.add(block("busy-" + i));
            queue.ask("busy-" + i, POLL);
        }
        await().atMost(Duration.ofMinutes(2)).until(() -> done.size() == 32);

        queue.ask("published", acknowledged);
        queue.ask("changed", acknowledged);
        queue.ask("new", Triggers.NONE);
        queue.ask("changed", DRIFT);
        all.getFirst().countDown(); // room for one pass at a time
        await().atMost(Duration.ofMinutes(2)).until(() -> done.size() == 35);

        assertThat(done.subList(32, 35))
                .containsExactly(
                        new Done("new", Triggers.NONE),
                        new Done("changed", acknowledged.and(DRIFT)),
                        new Done("published", acknowledged));
    }

    @Test
    void noApplicationHasTwoPassesAtOnceAndNoTriggerIsLost() {
        Map<String, AtomicBoolean> running = new ConcurrentHashMap<>();
        AtomicInteger overlaps = new AtomicInteger();
        Map<String, Triggers> seen = new ConcurrentHashMap<>();
        next = one -> {
            AtomicBoolean mine = running.computeIfAbsent(one.uid(), uid -> new AtomicBoolean());
            if (!mine.compareAndSet(false, true)) {
                overlaps.incrementAndGet();
            }
            seen.merge(one.uid(), one.triggers(), Triggers::and);
            mine.set(false);
            return Optional.empty();
        };

        Map<String, Triggers> asked = new ConcurrentHashMap<>();
        List<Thread> askers = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int asker = t;
            askers.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 200; i++) {
                    Triggers one = Triggers.acknowledged(EventId.of("some", asker + "/" + i));
                    asked.merge("app-" + i % 5, one, Triggers::and);
                    queue.ask("app-" + i % 5, one);
                }
            }));
        }
        askers.forEach(WorkQueueOrderTest::join);
        awaitIdle();

        assertThat(overlaps).hasValue(0);
        assertThat(seen).isEqualTo(asked);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Function<Done, Optional<Duration>> failing(int times, RuntimeException error) {
        AtomicInteger left = new AtomicInteger(times);
        return one -> {
            if (left.getAndDecrement() > 0) {
                throw error;
            }
            return Optional.empty();
        };
    }

    @Test
    void aPassThatFailsIsRepeatedWithItsTriggersAndTheLaterOnes() throws InterruptedException {
        CountDownLatch mayEnd = block("web");
        next = failing(1, new UncheckedIOException(new IOException("no answer")));
        queue.ask("web", DRIFT);
        begun.await();
        queue.ask("web", Triggers.NONE);
        mayEnd.countDown();

        await().atMost(Duration.ofMinutes(2)).until(() -> done.size() == 2);
        assertThat(done).containsExactly(new Done("web", DRIFT), new Done("web", DRIFT));
    }

    @Test
    void aUserOrAnEventDoesNotWaitForTheNextTry() {
        next = failing(7, new IllegalStateException("a bug")); // with its pauses alone it takes half a minute
        queue.ask("web", DRIFT);

        await().atMost(Duration.ofMinutes(2)).until(() -> {
            queue.ask("web", POLL);
            return done.size() >= 8;
        });

        assertThat(done.get(7)).isEqualTo(new Done("web", DRIFT.and(POLL)));
    }

    /** An error such as a stack overflow is the failure of one application, as an exception is. */
    @Test
    void anErrorOfAPassIsRepeatedLikeAnException() {
        AtomicInteger left = new AtomicInteger(1);
        next = one -> {
            if (left.getAndDecrement() > 0) {
                throw new StackOverflowError();
            }
            return Optional.empty();
        };

        queue.ask("web", DRIFT);

        await().atMost(Duration.ofMinutes(2)).until(() -> done.size() == 2);
        awaitIdle();
        assertThat(done.getLast()).isEqualTo(new Done("web", DRIFT));
    }

    @Test
    void theNextPassComesWhenTheLastOneDemandsIt() {
        AtomicInteger left = new AtomicInteger(2);
        next = one -> left.getAndDecrement() > 0 ? Optional.of(Duration.ofMillis(1)) : Optional.empty();

        queue.ask("web", POLL);

        await().atMost(Duration.ofMinutes(2)).until(() -> done.size() == 3);
        assertThat(done)
                .containsExactly(new Done("web", POLL), new Done("web", Triggers.NONE), new Done("web", Triggers.NONE));
    }

    @Test
    void aTriggerReplacesThePlannedPass() {
        next = one -> Optional.of(Duration.ofHours(1));
        queue.ask("web", POLL);
        awaitIdle();

        queue.ask("web", DRIFT);

        awaitIdle();
        assertThat(done).containsExactly(new Done("web", POLL), new Done("web", DRIFT));
    }

    @Test
    void anApplicationThatIsForgottenDuringItsPassBeginsAnew() throws InterruptedException {
        CountDownLatch mayEnd = block("web");
        queue.ask("web", POLL);
        begun.await();
        queue.ask("web", DRIFT);

        queue.forget("web");
        blocked.remove("web");
        queue.ask("web", Triggers.NONE);
        mayEnd.countDown();

        awaitIdle();
        assertThat(done).containsExactly(new Done("web", POLL), new Done("web", Triggers.NONE));
    }

    @Test
    void atRestNothingIsTakenUp() throws InterruptedException {
        CountDownLatch mayEnd = block("web");
        queue.ask("web", POLL);
        begun.await();
        queue.ask("web", DRIFT);
        mayEnd.countDown();

        assertThat(queue.rest()).isTrue();
        queue.ask("other", POLL);

        assertThat(queue.rest()).isTrue();
        assertThat(done).extracting(Done::uid).doesNotContain("other");
    }
}
