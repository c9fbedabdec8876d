package dev.millrace.sync.render;

import dev.millrace.sync.manifest.ManifestReader;
import dev.millrace.sync.source.ReadSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Resident {@code kustomize-worker} processes. Each renders one directory at a time and knows only the files that it asks for; one that
 * hangs, dies or answers too much is ended and replaced, and only that rendering says so.
 */
public final class KustomizeWorkers implements AutoCloseable {
    private final Path binary;
    private final KustomizeWorker.Limits limits;
    private final BlockingQueue<Slot> idle = new LinkedBlockingQueue<>();

    /** A place for one worker; it is started when it is first needed. */
    private static final class Slot {
        private @Nullable KustomizeWorker worker;
    }

    /**
     * @param binary the worker's executable
     * @param most how many may run at once
     * @param time how long one rendering may take
     */
    public KustomizeWorkers(Path binary, int most, Duration time) {
        this.binary = binary;
        this.limits = new KustomizeWorker.Limits(time, 64 << 20);
        for (int i = 0; i < most; i++) {
            idle.add(new Slot());
        }
    }

    Rendering render(ReadSet.Recorder tree, String directory) {
        try {
            Slot slot = idle.take();
            try {
                return render(slot, tree, directory);
            } finally {
                idle.add(slot);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("rendering " + directory + " was interrupted: the service is stopping", e);
        }
    }

    private Rendering render(Slot slot, ReadSet.Recorder tree, String directory) {
        KustomizeWorker worker = slot.worker;
        if (worker == null || !worker.isAlive()) {
            worker = KustomizeWorker.start(binary, limits);
            slot.worker = worker;
        }
        return switch (worker.render(directory, tree)) {
            case KustomizeWorker.Answer.Yaml yaml ->
                new Rendering.Rendered(ManifestReader.readRendered(directory, yaml.text()), tree.readSet());
            case KustomizeWorker.Answer.Refused refused ->
                new Rendering.Impossible(directory, "kustomize: " + refused.reason(), tree.readSet(), false);
            case KustomizeWorker.Answer.Ended ended -> {
                // The process may still be dying: it must not be taken for the next one.
                slot.worker = null;
                yield new Rendering.Impossible(directory, "kustomize: " + ended.reason(), tree.readSet(), true);
            }
        };
    }

    /** Whether the executable is there. */
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
