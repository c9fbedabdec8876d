package dev.millrace.acceptance.drift;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.testbed.delivery.PublishedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Takes one step: acts, compares what is published with what the step says, and undoes it. */
final class Steps {
    /** The time in which an object is as it was after a step failed. */
    static final Duration SETTLE = Duration.ofSeconds(5);

    static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration HEALED = Duration.ofSeconds(40);

    private final Journal journal;
    private final LiveObjects live;
    private final Controls controls;
    private final Actions actions;

    Steps(Journal journal, LiveObjects live, Controls controls, Actions actions) {
        this.journal = journal;
        this.live = live;
        this.controls = controls;
        this.actions = actions;
    }

    /** Takes a step and returns its problems. */
    List<String> take(JsonNode step, JsonNode target, ObjectNode before) {
        return step.has("tell") ? published(step, target, before) : silent(step, target, before);
    }

    private List<String> silent(JsonNode step, JsonNode target, ObjectNode before) {
        Journal since = journal.next();
        actions.carryOut(step, target, before);
        List<String> problems = new ArrayList<>(noise(step, target, since));
        if (step.has("undo") && problems.isEmpty()) {
            actions.carryOut(step.path("undo"), target, before);
            noise(step, target, since).forEach(noise -> problems.add("undone: " + noise));
        }
        return problems;
    }

    private List<String> noise(JsonNode step, JsonNode target, Journal since) {
        if (step.has("quiet")) {
            since.await(
                    event -> !Controls.isControl(event),
                    Duration.ofSeconds(step.path("quiet").asInt()));
        }
        controls.passBy(target.path("kind").asText(), since);
        return noise(since);
    }

    /** The events about objects other than the control objects. */
    static List<String> noise(Journal since) {
        return Journal.summaries(since.events().stream()
                .filter(event -> !Controls.isControl(event))
                .toList());
    }

    private List<String> published(JsonNode step, JsonNode target, ObjectNode before) {
        Journal since = journal.next();
        actions.carryOut(step, target, before);
        Duration timeout =
                step.has("within") ? Duration.ofSeconds(step.path("within").asInt()) : TIMEOUT;
        Predicate<PublishedEvent> drift = subject(step, target).and(event -> !isResolved(event));
        Optional<PublishedEvent> event =
                since.await(drift.and(one -> Expectation.problems(step, one).isEmpty()), timeout);
        List<String> problems = new ArrayList<>();
        if (event.isEmpty()) {
            problems.addAll(whatCame(step, since.events().stream().filter(drift).toList(), since));
        }
        if (step.path("healed").asBoolean()) {
            problems.addAll(healed(step, target, since, event));
        }
        if (step.has("undo")) {
            problems.addAll(undone(step, target, before, since, event.isPresent() ? TIMEOUT : SETTLE));
        }
        problems.addAll(Expectation.leaks(step, since.events()));
        return problems;
    }

    private static List<String> whatCame(JsonNode step, List<PublishedEvent> came, Journal since) {
        if (came.isEmpty()) {
            return List.of("no event; others: " + Journal.summaries(since.events()));
        }
        PublishedEvent last = came.getLast();
        List<String> problems = new ArrayList<>(Expectation.problems(step, last));
        problems.add("the event: " + Journal.summary(last));
        return problems;
    }

    private List<String> undone(JsonNode step, JsonNode target, ObjectNode before, Journal since, Duration timeout) {
        if (step.path("healed").asBoolean()) { // already as it was, or the heal failed
            return List.of();
        }
        Journal after = since.next();
        actions.carryOut(step.path("undo"), target, before);
        Predicate<PublishedEvent> resolved = subject(step, target).and(Steps::isResolved);
        return after.await(resolved, timeout).isPresent()
                ? List.of()
                : List.of("not resolved after it was undone; others: " + Journal.summaries(after.events()));
    }

    private List<String> healed(JsonNode step, JsonNode target, Journal since, Optional<PublishedEvent> drift) {
        List<String> problems = new ArrayList<>();
        Predicate<PublishedEvent> resolved = about(target)
                .and(Steps::isResolved)
                .and(event -> drift.isEmpty()
                        || event.at("/resolves").equals(drift.get().id()));
        if (since.await(resolved, HEALED).isEmpty()) {
            problems.add("not resolved by a heal");
        }
        JsonNode expected = step.at("/live-is/value");
        JsonPointer place = JsonPointer.compile(step.at("/live-is/at").asText());
        JsonNode found = live.find(target).map(object -> object.at(place)).orElse(expected.deepCopy());
        if (step.has("live-is") && !found.equals(expected)) {
            problems.add("live is " + found + " instead of " + expected);
        }
        return problems;
    }

    static boolean isResolved(PublishedEvent event) {
        return event.at("/change").equals("Resolved");
    }

    private static Predicate<PublishedEvent> subject(JsonNode step, JsonNode target) {
        return about(step.has("about") ? step.path("about") : target);
    }

    /** Events about an object, which is given by kind and name. */
    static Predicate<PublishedEvent> about(JsonNode ref) {
        String name = ref.has("name")
                ? ref.path("name").asText()
                : ref.at("/metadata/name").asText();
        return event -> event.at("/object/kind").equals(ref.path("kind").asText())
                && event.at("/object/name").equals(name);
    }
}
