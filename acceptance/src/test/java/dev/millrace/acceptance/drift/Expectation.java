package dev.millrace.acceptance.drift;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.testbed.delivery.PublishedEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a step says that its event has to contain. */
final class Expectation {
    private Expectation() {}

    /** Returns the differences of the event from what the step expects; empty if there are none. */
    static List<String> problems(JsonNode step, PublishedEvent event) {
        JsonNode expected = step.path("tell");
        List<String> problems = new ArrayList<>();
        String change = event.at("/change");
        if (expected.has("change") && !expected.path("change").asText().equals(change)) {
            problems.add("change " + change + " instead of "
                    + expected.path("change").asText());
        }
        List<JsonNode> fields = DriftCase.list(event.value().path("fields"));
        if (expected.has("paths") && !paths(expected).equals(published(fields))) {
            problems.add("paths " + published(fields) + " instead of " + paths(expected));
        }
        if (expected.has("by") && !isAllBy(fields, expected.path("by").asText())) {
            problems.add("not by " + expected.path("by").asText() + ": " + fields);
        }
        if (expected.path("redacted").asBoolean() && !fields.stream().allMatch(Expectation::isRedacted)) {
            problems.add("not redacted");
        }
        for (String value : List.of("desired", "live")) {
            if (expected.has(value)
                    && fields.stream().noneMatch(f -> f.path(value).equals(expected.path(value)))) {
                problems.add(value + " is not " + expected.path(value) + ": " + fields);
            }
        }
        int size = event.value().toString().getBytes(StandardCharsets.UTF_8).length;
        if (step.has("at-most") && size > step.path("at-most").asInt()) {
            problems.add("an event of " + size + " bytes");
        }
        return problems;
    }

    /** The texts that the step forbids and that an event contains. */
    static List<String> leaks(JsonNode step, List<PublishedEvent> events) {
        List<String> leaks = new ArrayList<>();
        step.path("never-says").forEach(text -> {
            if (events.stream().anyMatch(event -> event.value().toString().contains(text.asText()))) {
                leaks.add("an event contains " + text);
            }
        });
        return leaks;
    }

    private static Set<String> paths(JsonNode expected) {
        Set<String> paths = new TreeSet<>();
        expected.path("paths").forEach(path -> paths.add(path.asText()));
        return paths;
    }

    private static Set<String> published(List<JsonNode> fields) {
        Set<String> paths = new TreeSet<>();
        fields.forEach(field -> paths.add(field.path("path").asText()));
        return paths;
    }

    private static boolean isAllBy(List<JsonNode> fields, String manager) {
        return !fields.isEmpty()
                && fields.stream().allMatch(f -> f.path("manager").asText().equals(manager));
    }

    private static boolean isRedacted(JsonNode field) {
        return field.path("redacted").asBoolean() && !field.hasNonNull("desired") && !field.hasNonNull("live");
    }
}
