package dev.millrace.acceptance.drift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.testbed.delivery.PublishedEvent;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One control object beside the objects of each kind. Its label is changed and put back: both events come, so the detector has seen by then what
 * happened to objects of the kind before.
 */
final class Controls {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String SUFFIX = "-control";
    private static final String LABEL = "example.com/control";
    private static final String REST = "0";

    private final Map<String, ObjectNode> byKind;
    private final LiveObjects live;
    private int rounds;

    private Controls(Map<String, ObjectNode> byKind, LiveObjects live) {
        this.byKind = byKind;
        this.live = live;
    }

    /** Returns the control objects for a manifest: its last object of each kind, with another name in all places. */
    static Controls of(DriftCase drift, LiveObjects live) {
        Map<String, ObjectNode> byKind = new LinkedHashMap<>();
        if (!drift.mayGo()) {
            drift.manifest().forEach(object -> byKind.put(kind(object), control(object)));
        }
        return new Controls(byKind, live);
    }

    private static ObjectNode control(ObjectNode object) {
        String name = object.at("/metadata/name").asText();
        ObjectNode control =
                (ObjectNode) parsed(object.toString().replace("\"" + name + "\"", "\"" + name + SUFFIX + "\""));
        control.withObject("/metadata").remove("annotations"); // they may say that changes are no drift
        control.withObject("/metadata").withObject("/labels").put(LABEL, REST);
        return control;
    }

    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a manifest is not JSON", e);
        }
    }

    private static String kind(JsonNode object) {
        return object.path("kind").asText();
    }

    List<ObjectNode> objects() {
        return List.copyOf(byKind.values());
    }

    static boolean isControl(PublishedEvent event) {
        return event.at("/object/name").endsWith(SUFFIX);
    }

    /** Waits until the detector has seen everything that happened to objects of this kind, by two events of its control object. */
    void passBy(String kind, Journal journal) {
        ObjectNode control = byKind.get(kind);
        if (control == null || !live.isServed(control)) { // such a step says for how long it has to be quiet
            return;
        }
        rounds++;
        label(control, Integer.toString(rounds), "Modified", journal);
        label(control, REST, "Resolved", journal);
    }

    /** Waits until the detector watches all kinds of the manifest. */
    void passByAll(Journal journal) {
        byKind.keySet().forEach(kind -> passBy(kind, journal));
    }

    private void label(ObjectNode control, String value, String change, Journal journal) {
        Journal next = journal.next();
        live.patch(
                control,
                "",
                LiveObjects.MERGE,
                parsed("{\"metadata\":{\"labels\":{\"" + LABEL + "\":\"" + value + "\"}}}"),
                "control");
        Predicate<PublishedEvent> expected =
                Steps.about(control).and(event -> event.at("/change").equals(change));
        Optional<PublishedEvent> event = next.await(expected, TIMEOUT);
        if (event.isEmpty()) {
            throw new AssertionError("no event " + change + " of the control object " + LiveObjects.named(control));
        }
    }
}
