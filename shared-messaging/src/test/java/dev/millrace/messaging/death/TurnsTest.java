package dev.millrace.messaging.death;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The turns of records that were being handled when a process ended. */
class TurnsTest {
    private static final Duration SOON = Duration.ofMinutes(1);

    private final Turns turns = new Turns();

    /** A thread that waits for a turn and notes the answer. */
    private final class Waiting {
        final AtomicBoolean suspect = new AtomicBoolean(true);
        private volatile String answer = "";
        private final CountDownLatch asked = new CountDownLatch(1);
        private final Thread thread = Thread.ofVirtual().start(this::begin);

        private void begin() {
            try {
                answer = Boolean.toString(turns.begin(() -> {
                    asked.countDown();
                    return suspect.get();
                }));
            } catch (InterruptedException e) {
                answer = "interrupted";
            }
        }

        Waiting begun() throws InterruptedException {
            asked.await();
            Awaitility.await().atMost(SOON).until(() -> thread.getState() == Thread.State.WAITING);
            return this;
        }
    }

    @Test
    void aSuspectWaitsForTheEndOfAnother() throws InterruptedException {
        assertTrue(turns.begin(() -> true));
        Waiting next = new Waiting().begun();

        turns.end();

        Awaitility.await().atMost(SOON).until(() -> next.answer.equals("true"));
    }

    @Test
    void aSuspectWhosePartitionWentWaitsForNoTurn() throws InterruptedException {
        assertTrue(turns.begin(() -> true));
        Waiting gone = new Waiting().begun();

        gone.suspect.set(false);
        turns.check();

        Awaitility.await().atMost(SOON).until(() -> gone.answer.equals("false"));
        Waiting next = new Waiting().begun();
        assertEquals("", next.answer);
    }

    @Test
    void otherRecordsNeedNoTurn() throws InterruptedException {
        assertTrue(turns.begin(() -> true));

        assertFalse(turns.begin(() -> false));
    }

    @Test
    void anInterruptEndsTheWait() throws InterruptedException {
        assertTrue(turns.begin(() -> true));
        Waiting next = new Waiting().begun();

        next.thread.interrupt();

        Awaitility.await().atMost(SOON).until(() -> next.answer.equals("interrupted"));
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> turns.begin(() -> true));
    }
}
