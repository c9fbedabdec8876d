package dev.millrace.sync.render.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Resident processes of one executable. Each does one rendering at a time; one that hangs, dies or exceeds its output limit is ended and replaced,
 * and only that rendering fails.
 */
public final class WorkerPool implements AutoCloseable {
    private static final int MAX_OUTPUT = 64 << 20;

    private final Path binary;
    private final Worker.Limits limits;
    private final BlockingQueue<Slot> idle = new LinkedBlockingQueue<>();

    /** A place for one worker, which is started when it is first needed. */
    private static final class Slot {
        private @Nullable Worker worker;
    }

    /**
     * @param binary the worker's executable
     * @param most the number of processes that may run at once
     * @param time the limit for one rendering
     */
    public WorkerPool(Path binary, int most, Duration time) {
        this.binary = binary;
        this.limits = new Worker.Limits(time, MAX_OUTPUT);
        for (int i = 0; i < most; i++) {
            idle.add(new Slot());
        }
    }

    /**
     * Runs one rendering.
     *
     * @param answers answers the worker's requests; each has {@code ask} and {@code path}
     * @throws java.io.UncheckedIOException if no process can be started
     */
    public Answer render(ObjectNode request, UnaryOperator<ObjectNode> answers) {
        try {
            Slot slot = idle.take();
            try {
                return render(slot, request, answers);
            } finally {
                idle.add(slot);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("a rendering was interrupted: the service is stopping", e);
        }
    }

    private Answer render(Slot slot, ObjectNode request, UnaryOperator<ObjectNode> answers) {
        Worker worker = slot.worker;
        if (worker == null || !worker.isAlive()) {
            worker = Worker.start(binary, limits);
        }
        // A process that may be dying, however the exchange ended, must not be used for the next one.
        slot.worker = null;
        Answer answer = worker.render(request, answers);
        if (!(answer instanceof Answer.Ended)) {
            slot.worker = worker;
        }
        return answer;
    }

    /** Returns true if the executable exists. */
    public boolean available() {
        return binary.toFile().canExecute();
    }

    @Override
    public void close() {
        Slot slot = idle.poll();
        while (slot != null) {
            if (slot.worker != null) {
                slot.worker.end();
            }
            slot = idle.poll();
        }
    }
}
