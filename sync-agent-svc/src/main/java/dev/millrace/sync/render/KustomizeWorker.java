package dev.millrace.sync.render;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.sync.source.SourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One {@code kustomize-worker} process. It speaks JSON, one value per line: we name a directory, it asks for files, listings and whether
 * something exists, and ends with the rendered YAML or an error. It leaves when its standard input ends.
 */
final class KustomizeWorker {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * @param time for one rendering
     * @param output bytes that one line may have
     */
    record Limits(Duration time, int output) {}

    /** How a rendering ended. */
    sealed interface Answer {
        record Yaml(String text) implements Answer {}

        record Refused(String reason) implements Answer {}

        /** The process is gone. */
        record Ended(String reason) implements Answer {}
    }

    private final Process process;
    private final BoundedLines lines;
    private final Limits limits;
    private long renders;

    private KustomizeWorker(Process process, Limits limits) {
        this.process = process;
        this.lines = new BoundedLines(process.getInputStream(), limits.output());
        this.limits = limits;
    }

    /**
     * Starts a process.
     *
     * @throws UncheckedIOException if it can't be started
     */
    static KustomizeWorker start(Path binary, Limits limits) {
        try {
            Process process = new ProcessBuilder(List.of(binary.toString()))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new KustomizeWorker(process, limits);
        } catch (IOException e) {
            throw new UncheckedIOException("starting " + binary + " (millrace.sync.kustomize-worker)", e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Renders a directory; the process is ended if it takes too long or answers too much. */
    Answer render(String directory, SourceTree tree) {
        String id = Long.toString(++renders);
        AtomicBoolean late = new AtomicBoolean();
        CompletableFuture<Void> limit = new CompletableFuture<Void>()
                .completeOnTimeout(null, limits.time().toMillis(), TimeUnit.MILLISECONDS)
                .thenRun(() -> {
                    late.set(true);
                    end();
                });
        try {
            send(JSON.createObjectNode().put("render", id).put("root", directory));
            return converse(id, tree);
        } catch (IOException e) {
            end();
            return new Answer.Ended(
                    late.get()
                            ? "it took longer than " + limits.time().toMillis() / 1000.0 + " s and was ended"
                            : "its process ended: " + e.getMessage());
        } finally {
            limit.cancel(false);
        }
    }

    private Answer converse(String id, SourceTree tree) throws IOException {
        while (true) {
            JsonNode said = parse(lines.next());
            if (!said.path("id").asText().equals(id)) {
                throw new IOException("an answer to another question");
            }
            if (said.has("ask")) {
                send(answer(said, tree).put("id", id));
            } else if (said.has("yaml")) {
                return new Answer.Yaml(
                        new String(Base64.getDecoder().decode(said.path("yaml").asText()), StandardCharsets.UTF_8));
            } else {
                return new Answer.Refused(said.path("error").asText("no reason given"));
            }
        }
    }

    private static JsonNode parse(String line) throws IOException {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IOException("a line that is not JSON", e);
        }
    }

    private static ObjectNode answer(JsonNode question, SourceTree tree) {
        String path = question.path("path").asText();
        ObjectNode answer = JSON.createObjectNode();
        switch (question.path("ask").asText()) {
            case "file" -> {
                Optional<byte[]> content = tree.read(path);
                content.ifPresentOrElse(
                        bytes -> answer.put("content", Base64.getEncoder().encodeToString(bytes)),
                        () -> answer.put("absent", true));
            }
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

    private void send(ObjectNode message) throws IOException {
        process.getOutputStream().write((message + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Ends the process. */
    void end() {
        process.destroyForcibly();
    }
}
