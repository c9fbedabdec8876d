package dev.millrace.drift.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A batch of the API server's webhook backend.
 *
 * @param writes the successful writes to whole objects, or to their scale
 * @param since the oldest time in the batch; empty if it has no event
 * @param until the newest time in the batch; empty if it has no event
 */
record AuditBatch(List<AuditWrite> writes, Optional<Instant> since, Optional<Instant> until) {
    static final int MAX_EVENTS = 2_000;

    private static final int MAX_DEPTH = 64;
    private static final int MAX_TEXT = 512;
    private static final int SUCCESSFUL = 300;
    private static final Set<String> VERBS = Set.of("create", "update", "patch", "delete");
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNameLength(1_000)
                    .build())
            .build());

    /**
     * Reads a batch. Its size is bounded by the caller.
     *
     * @throws IllegalArgumentException if it is not a list of audit events, or has too many
     */
    static AuditBatch parse(byte[] body) {
        JsonNode list = tree(body);
        if (!list.path("kind").asText().equals("EventList")
                || !list.path("apiVersion").asText().equals("audit.k8s.io/v1")) {
            throw new IllegalArgumentException(
                    "not an EventList of audit.k8s.io/v1; send the API server's audit webhook here");
        }
        JsonNode items = list.path("items");
        if (items.size() > MAX_EVENTS) {
            throw new IllegalArgumentException(
                    "more than " + MAX_EVENTS + " events; lower --audit-webhook-batch-max-size of the API server");
        }
        List<AuditWrite> writes = new ArrayList<>();
        items.forEach(event -> write(event).ifPresent(writes::add));
        return new AuditBatch(
                List.copyOf(writes),
                times(items, "requestReceivedTimestamp").min(Comparator.naturalOrder()),
                times(items, "stageTimestamp").max(Comparator.naturalOrder()));
    }

    private static JsonNode tree(byte[] body) {
        try {
            JsonNode tree = JSON.readTree(body);
            return tree;
        } catch (IOException e) {
            throw new IllegalArgumentException("the body is not JSON, or is nested too deeply");
        }
    }

    private static Optional<AuditWrite> write(JsonNode event) {
        JsonNode object = event.path("objectRef");
        String sub = object.path("subresource").asText();
        Optional<Instant> received = instant(event.path("requestReceivedTimestamp"));
        Optional<Instant> completed = instant(event.path("stageTimestamp"));
        Optional<String> user = text(event.at("/impersonatedUser/username")).or(() -> text(event.at("/user/username")));
        int status = event.at("/responseStatus/code").asInt(SUCCESSFUL);
        boolean isWrite = event.path("stage").asText().equals("ResponseComplete")
                && VERBS.contains(event.path("verb").asText())
                && status < SUCCESSFUL
                && (sub.isEmpty() || sub.equals("scale"))
                && !event.path("requestURI").asText().contains("dryRun=");
        if (!isWrite || received.isEmpty() || completed.isEmpty() || user.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new AuditWrite(
                new AuditedObject(
                        object.path("apiGroup").asText(),
                        object.path("resource").asText(),
                        object.path("namespace").asText(),
                        object.path("name").asText()),
                event.path("verb").asText(),
                user.get(),
                text(event.at("/sourceIPs/0")),
                text(event.path("userAgent")),
                received.get(),
                completed.get()));
    }

    private static Stream<Instant> times(JsonNode items, String field) {
        return StreamSupport.stream(items.spliterator(), false).flatMap(event -> instant(event.path(field)).stream());
    }

    private static Optional<String> text(JsonNode node) {
        return Optional.of(node.asText())
                .filter(text -> !text.isEmpty())
                .map(text -> text.substring(0, Math.min(text.length(), MAX_TEXT)));
    }

    private static Optional<Instant> instant(JsonNode node) {
        try {
            return node.isTextual() ? Optional.of(Instant.parse(node.asText())) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
