package dev.millrace.builder.source.poll;

import dev.millrace.events.SourceChanged;
import dev.millrace.events.SourceChanged.Observation;
import dev.millrace.events.SourceChanged.ObservedTip;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The announcements of one repository, in the order of the topic. Thread-safe. */
final class RefLog {
    /** The number of refs up to which a repository is followed. Above it, further refs are not added. */
    static final int MAX_REFS = 50_000;

    private final Map<GitRef, ObservedTip> tips = new HashMap<>();
    private List<String> patterns = List.of();
    private Instant completeAt = Instant.EPOCH;

    /** Adds an event. The same event twice in a row changes nothing. */
    synchronized void add(SourceChanged event) {
        Optional<Observation> observation = event.observation();
        if (observation.isPresent()) {
            observation.get().tips().forEach(this::put);
            if (!observation.get().patterns().isEmpty()) {
                patterns = observation.get().patterns();
                completeAt = event.seenAt();
            }
        } else if (event.after().isNone()) {
            tips.remove(event.ref());
        } else {
            put(new ObservedTip(event.ref(), event.after(), rewoundAt(event.ref())));
        }
    }

    /** The later force push counts: an older observation may be delivered again, and images from before a force push are never newer. */
    private void put(ObservedTip tip) {
        if (tips.size() < MAX_REFS || tips.containsKey(tip.ref())) {
            Optional<Instant> rewoundAt = Stream.concat(rewoundAt(tip.ref()).stream(), tip.rewoundAt().stream())
                    .max(Comparator.naturalOrder());
            tips.put(tip.ref(), new ObservedTip(tip.ref(), tip.commit(), rewoundAt));
        }
    }

    /** The last complete list counts as outdated. */
    synchronized void recordAgain() {
        completeAt = Instant.EPOCH;
    }

    synchronized Optional<CommitId> tip(GitRef ref) {
        return Optional.ofNullable(tips.get(ref)).map(ObservedTip::commit);
    }

    synchronized Optional<Instant> rewoundAt(GitRef ref) {
        return Optional.ofNullable(tips.get(ref)).flatMap(ObservedTip::rewoundAt);
    }

    synchronized AnnouncedRefs announced() {
        return new AnnouncedRefs(tips, patterns, completeAt);
    }
}
