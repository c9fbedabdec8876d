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
import java.util.List;

/** Kustomizations, rendered by resident {@code kustomize-worker} processes, which know only the files that they ask for. */
public final class KustomizeWorkers implements AutoCloseable {
    private final WorkerPool workers;

    /**
     * @param binary the worker's executable
     * @param most how many may run at once
     * @param time how long one rendering may take
     */
    public KustomizeWorkers(Path binary, int most, Duration time) {
        this.workers = new WorkerPool(binary, most, time);
    }

    Rendering render(ReadSet.Recorder tree, String directory, Scalars scalars) {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("root", directory);
        return switch (workers.render(request, question -> answer(question, tree))) {
            case Answer.Said said ->
                new Rendering.Rendered(
                        ManifestReader.readRendered(
                                directory,
                                Base64.getDecoder()
                                        .decode(said.message().path("yaml").asText()),
                                scalars),
                        tree.readSet());
            case Answer.Refused refused ->
                new Rendering.Impossible(directory, "kustomize: " + refused.reason(), tree.readSet(), false);
            case Answer.Ended ended ->
                new Rendering.Impossible(directory, "kustomize: " + ended.reason(), tree.readSet(), true);
        };
    }

    private static ObjectNode answer(ObjectNode question, SourceTree tree) {
        String path = question.path("path").asText();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        switch (question.path("ask").asText()) {
            case "file" ->
                tree.read(path)
                        .ifPresentOrElse(
                                bytes -> answer.put(
                                        "content", Base64.getEncoder().encodeToString(bytes)),
                                () -> answer.put("absent", true));
            case "dir" ->
                tree.list(path)
                        .ifPresentOrElse(children -> entries(answer, children), () -> answer.put("absent", true));
            default -> {
                SourceTree.Kind kind = tree.kind(path);
                if (kind == SourceTree.Kind.FILE || kind == SourceTree.Kind.DIRECTORY) {
                    answer.put("exists", true).put("dir", kind == SourceTree.Kind.DIRECTORY);
                } else {
                    answer.put("absent", true);
                }
            }
        }
        return answer;
    }

    private static void entries(ObjectNode answer, List<SourceTree.Child> children) {
        var entries = answer.putArray("entries");
        children.stream()
                .filter(c -> c.kind() == SourceTree.Kind.FILE || c.kind() == SourceTree.Kind.DIRECTORY)
                .forEach(c ->
                        entries.addObject().put("name", c.name()).put("dir", c.kind() == SourceTree.Kind.DIRECTORY));
    }

    /** Whether the executable is there. */
    public boolean available() {
        return workers.available();
    }

    @Override
    public void close() {
        workers.close();
    }
}
