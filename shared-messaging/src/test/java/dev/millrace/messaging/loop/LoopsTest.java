package dev.millrace.messaging.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class LoopsTest {
    private final LoopHealth health = new LoopHealth();

    @Test
    void aThreadThatHasEndedFailsLivenessUntilItIsClosed() throws InterruptedException {
        Thread thread = Thread.ofPlatform().unstarted(() -> {});
        try (Loops.Loop loop = Loops.register("ends-at-once", thread)) {
            assertEquals(List.of(), Loops.ended(), "one that has not begun has not ended: " + loop);
            thread.start();
            thread.join();

            assertEquals(List.of("ends-at-once"), Loops.ended());
            assertEquals(Status.DOWN, health.call().getStatus());
        }

        assertEquals(List.of(), Loops.ended());
        assertEquals(Status.UP, health.call().getStatus());
    }

    @Test
    void aThreadOfWhichAnErrorWasTheEndFailsLiveness() throws InterruptedException {
        Thread thread = Thread.ofVirtual().unstarted(() -> {
            throw new StackOverflowError("a test");
        });
        thread.setUncaughtExceptionHandler((dying, error) -> {});
        try (Loops.Loop loop = Loops.register("dies", thread)) {
            thread.start();
            thread.join();

            assertEquals(List.of("dies"), Loops.ended(), loop::toString);
        }
    }
}
