package dev.millrace.sync.render;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.sync.manifest.ManifestReader;
import dev.millrace.sync.manifest.yaml.Scalars;
import dev.millrace.sync.render.worker.Answer;
import dev.millrace.sync.render.worker.WorkerPool;
import dev.millrace.sync.source.ReadSet;
import dev.millrace.sync.source.SourceTree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;

/** Renders kustomizations in resident {@code kustomize-worker} processes, which see only the files that they request. */
public final class KustomizeWorkers implements AutoCloseable {
    private final WorkerPool workers;

    /**
     * @param binary the worker's executable
     * @param most the number of processes that may run at once
     * @param time the limit for one rendering
     */
    public KustomizeWorkers(Path binary, int most, Duration time) {
        this.workers = new WorkerPool(binary, most, time);
    }

    Rendering render(ReadSet.Recorder tree, String directory, Scalars scalars) {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("root", directory);
        KustomizeFiles files = new KustomizeFiles(tree);
        Answer answer = workers.render(request, files::answer);
        if (files.refused().isPresent()) {
            SourceTree.Obstacle refused = files.refused().get();
            return new Rendering.Impossible(refused.path(), refused.reason(), tree.readSet(), false);
        }
        return switch (answer) {
            case Answer.Message received ->
                new Rendering.Rendered(
                        ManifestReader.readRendered(
                                Renderers.place(directory),
                                Base64.getDecoder()
                                        .decode(received.message().path("yaml").asText()),
                                scalars),
                        tree.readSet());
            case Answer.Refused refused ->
                files.obstacle()
                        .map(one -> new Rendering.Impossible(one.path(), one.reason(), tree.readSet(), false))
                        .orElseGet(() -> new Rendering.Impossible(
                                Renderers.place(directory), "kustomize: " + refused.reason(), tree.readSet(), false));
            case Answer.Ended ended ->
                new Rendering.Impossible(
                        Renderers.place(directory), "kustomize: " + ended.reason(), tree.readSet(), true);
        };
    }

    /** Returns true if the executable exists. */
    public boolean available() {
        return workers.available();
    }

    @Override
    public void close() {
        workers.close();
    }
}
