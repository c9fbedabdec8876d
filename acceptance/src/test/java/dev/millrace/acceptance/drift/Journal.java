package dev.millrace.acceptance.drift;

import dev.millrace.events.Topic;
import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.delivery.PublishedEvent;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The drift events of the applications of a namespace, since a moment.
 *
 * @param seen the events from before that moment; an id that is used again is a new event
 */
record Journal(EventTap tap, String prefix, Set<PublishedEvent> seen) {

    /** Begins now. */
    static Journal begin(EventTap tap, String prefix) {
        Set<PublishedEvent> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        seen.addAll(tap.events(Topic.DRIFT_DETECTED));
        return new Journal(tap, prefix, seen);
    }

    /** Begins again, with what comes from now on. */
    Journal next() {
        return begin(tap, prefix);
    }

    Optional<PublishedEvent> await(Predicate<PublishedEvent> expected, Duration timeout) {
        return tap.await(Topic.DRIFT_DETECTED, event -> isNew(event) && expected.test(event), timeout);
    }

    List<PublishedEvent> events() {
        return tap.events(Topic.DRIFT_DETECTED).stream().filter(this::isNew).toList();
    }

    private boolean isNew(PublishedEvent event) {
        return event.key().startsWith(prefix) && !seen.contains(event);
    }

    /** A short form of an event, for the reason of a failure. */
    static String summary(PublishedEvent event) {
        String text = event.at("/change") + " " + event.at("/object/kind") + "/" + event.at("/object/name") + " "
                + event.value().path("fields");
        return text.substring(0, Math.min(text.length(), 600));
    }

    static List<String> summaries(List<PublishedEvent> events) {
        return events.stream().map(Journal::summary).toList();
    }
}
