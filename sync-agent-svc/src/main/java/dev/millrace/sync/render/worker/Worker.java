package dev.millrace.sync.render.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/**
 * One process. It speaks JSON, one value per line: the agent sends a request, the process asks for files, listings and the existence of paths, and
 * ends with the rendered objects or an error. It exits when its standard input ends.
 */
final class Worker {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * @param time the limit for one rendering
     * @param output the limit in bytes of one line
     */
    record Limits(Duration time, int output) {}

    private final Process process;
    private final BoundedLines lines;
    private final Limits limits;
    private long renders;

    private Worker(Process process, Limits limits) {
        this.process = process;
        this.lines = new BoundedLines(process.getInputStream(), limits.output());
        this.limits = limits;
    }

    /**
     * Starts a process.
     *
     * @throws UncheckedIOException if the process can't be started
     */
    static Worker start(Path binary, Limits limits) {
        try {
            Process process = new ProcessBuilder(List.of(binary.toString()))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new Worker(process, limits);
        } catch (IOException e) {
            throw new UncheckedIOException("starting " + binary, e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Runs one rendering; the process is ended if it exceeds its time or output limit. */
    Answer render(ObjectNode request, UnaryOperator<ObjectNode> answers) {
        String id = Long.toString(++renders);
        AtomicBoolean late = new AtomicBoolean();
        CompletableFuture<Void> limit = new CompletableFuture<Void>()
                .completeOnTimeout(null, limits.time().toMillis(), TimeUnit.MILLISECONDS)
                .thenRun(() -> {
                    late.set(true);
                    end();
                });
        boolean finished = false;
        try {
            send(request.put("render", id));
            Answer answer = converse(id, answers);
            finished = true;
            return answer;
        } catch (IOException e) {
            return new Answer.Ended(
                    late.get()
                            ? "it took longer than " + limits.time().toMillis() / 1000.0 + " s and was ended"
                            : "its process ended: " + e.getMessage());
        } finally {
            limit.cancel(false);
            if (!finished) {
                end();
            }
        }
    }

    private Answer converse(String id, UnaryOperator<ObjectNode> answers) throws IOException {
        while (true) {
            ObjectNode received = parse(lines.next());
            if (!received.path("id").asText().equals(id)) {
                throw new IOException("an answer to another question");
            }
            if (received.has("ask")) {
                send(answers.apply(received).put("id", id));
            } else if (received.has("error")) {
                return new Answer.Refused(received.path("error").asText());
            } else {
                return new Answer.Message(received);
            }
        }
    }

    private static ObjectNode parse(String line) throws IOException {
        try {
            JsonNode read = JSON.readTree(line);
            if (read instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new IOException("a line that is not JSON", e);
        }
        throw new IOException("a line that is no JSON object");
    }

    private void send(ObjectNode message) throws IOException {
        process.getOutputStream().write((message + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    void end() {
        process.destroyForcibly();
    }
}
