package dev.millrace.sync.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.sync.state.Triggers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final WorkQueue queue = new WorkQueue();

    @BeforeEach
    void start() {
        queue.reconcileWith((uid, triggers) -> {
            if (uid.equals("slow")) {
                begun.countDown();
                awaitEnd();
            }
            done.add(uid);
            return Optional.empty();
        });
    }

    private void awaitEnd() {
        try {
            mayEnd.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void close() {
        mayEnd.countDown();
        queue.close();
    }

    @Test
    void takesUpNothingBeforeItIsOpened() {
        boolean taken = queue.ask("early", Triggers.NONE);

        queue.open(() -> done.add("opened"));
        queue.ask("late", Triggers.NONE);

        await().atMost(Duration.ofMinutes(2)).until(() -> done.size() == 2);
        assertThat(taken).isFalse();
        assertThat(done).containsExactly("opened", "late");
    }

    @Test
    void opensAgainOnlyWhenWhatWasUnderWayHasEnded() throws InterruptedException {
        queue.open(() -> {});
        queue.ask("slow", Triggers.NONE);
        begun.await();
        queue.shut();

        Thread opening = Thread.ofVirtual().start(() -> queue.open(() -> done.add("opened again")));
        mayEnd.countDown();
        opening.join();

        assertThat(done).containsExactly("slow", "opened again");
        assertThat(queue.isOpen()).isTrue();
    }

    @Test
    void forgetsWhatWaitsWhenItIsShut() throws InterruptedException {
        queue.open(() -> {});
        queue.ask("slow", Triggers.NONE);
        begun.await();
        queue.ask("slow", Triggers.NONE);

        queue.shut();
        mayEnd.countDown();
        queue.open(() -> {});

        assertThat(done).containsExactly("slow");
        assertThat(queue.size()).isZero();
    }
}
