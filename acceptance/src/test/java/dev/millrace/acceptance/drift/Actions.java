package dev.millrace.acceptance.drift;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.testbed.cluster.Cluster;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Carries out what a step says that somebody does. */
final class Actions {
    private static final String SOMEBODY = "somebody";

    private final Cluster cluster;
    private final String namespace;
    private final List<ObjectNode> manifest;
    private final LiveObjects live;

    Actions(Cluster cluster, DriftCase drift, LiveObjects live) {
        this.cluster = cluster;
        this.namespace = drift.namespace();
        this.manifest = drift.manifest();
        this.live = live;
    }

    /** The object that an action changes. */
    JsonNode target(JsonNode action, JsonNode otherwise) {
        if (action.has("object")) {
            return action.path("object");
        }
        return action.has("target") ? manifest.get(action.path("target").asInt()) : otherwise;
    }

    /**
     * Carries out an action, or several in their order.
     *
     * @param otherwise the object to change if the action names none
     * @param before the target as it was before the step
     */
    void carryOut(JsonNode action, JsonNode otherwise, ObjectNode before) {
        if (action.isArray()) {
            action.forEach(one -> carryOut(one, otherwise, before));
            return;
        }
        JsonNode target = target(action, otherwise);
        action.path("many").forEach(one -> carryOut(one, target, before));
        if (action.has("sleep")) {
            pass(Duration.ofMillis((long) (action.path("sleep").asDouble() * 1000)));
        }
        write(action, target, before);
        if (action.has("kubectl")) {
            kubectl(action);
        }
    }

    /** The API server notes times in seconds, and has periods of its own: a case says where they have to pass. */
    private static void pass(Duration time) {
        await().pollDelay(time).atMost(time.plusMinutes(1)).until(() -> true);
    }

    private void write(JsonNode action, JsonNode target, ObjectNode before) {
        String manager = action.path("as").asText(SOMEBODY);
        String sub = action.path("sub").asText();
        if (action.has("patch")) {
            live.patch(target, sub, LiveObjects.JSON_PATCH, action.path("patch"), manager);
        }
        if (action.has("merge")) {
            live.patch(target, sub, LiveObjects.MERGE, action.path("merge"), manager);
        }
        if (action.has("apply")) {
            live.apply(target, action.path("apply"), manager);
        }
        if (action.has("put")) {
            live.put(changed(LiveObjects.withoutServerFields(live.get(target)), action.path("put")), manager);
        }
        if (action.has("copy")) {
            live.create(copy(live.get(target), action), manager);
        }
        if (action.has("delete")) {
            live.delete(
                    target,
                    action.path("delete").isTextual() ? action.path("delete").asText() : "Background");
        }
        if (action.has("create")) {
            live.create((ObjectNode) action.path("create"), manager);
        }
        if (action.has("restore")) {
            ObjectNode object = LiveObjects.withoutServerFields(live.get(target));
            action.path("restore").forEach(field -> object.set(field.asText(), before.path(field.asText())));
            live.put(object, manager);
        }
        if (action.path("put-back").asBoolean()) {
            putBack(before);
        }
    }

    /** Puts the object back as it was, also if it was deleted. */
    void putBack(ObjectNode before) {
        ObjectNode object = LiveObjects.withoutServerFields(before);
        if (live.find(before).isEmpty()) {
            live.createIfAbsent(object, SOMEBODY);
        } else if (!live.tryToPut(object, SOMEBODY)) { // an immutable field
            live.delete(before, "Background");
            live.create(object, SOMEBODY);
        }
    }

    private static ObjectNode changed(ObjectNode object, JsonNode values) {
        values.properties().forEach(value -> {
            JsonPointer pointer = JsonPointer.compile(value.getKey());
            object.withObject(pointer.head()).set(pointer.last().getMatchingProperty(), value.getValue());
        });
        return object;
    }

    private static ObjectNode copy(ObjectNode original, JsonNode action) {
        ObjectNode copy = LiveObjects.withoutServerFields(original);
        copy.withObject("/metadata").set("name", action.path("copy"));
        if (action.has("copy-as")) {
            copy.retain("metadata");
            copy.setAll((ObjectNode) action.path("copy-as"));
        }
        return copy;
    }

    private void kubectl(JsonNode action) {
        List<String> command = new ArrayList<>(List.of(
                cluster.kubectlProgram().toString(),
                "--kubeconfig=" + cluster.kubeconfig(),
                "--namespace=" + namespace));
        action.path("kubectl").forEach(argument -> command.add(argument.asText()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        action.path("env")
                .properties()
                .forEach(variable ->
                        environment.put(variable.getKey(), variable.getValue().asText()));
        try {
            Process process = builder.start();
            try (var input = process.getOutputStream()) {
                input.write(action.path("stdin").asText().getBytes(StandardCharsets.UTF_8));
            }
            try (InputStream output = process.getInputStream()) {
                String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
                if (process.waitFor() != 0) {
                    throw new AssertionError("kubectl " + action.path("kubectl") + ": " + said.strip());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not run kubectl", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
