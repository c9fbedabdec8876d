package dev.millrace.builder.source.poll;

import dev.millrace.events.SourceChanged;
import dev.millrace.events.SourceChanged.Observation;
import dev.millrace.events.SourceChanged.ObservedTip;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The announcements of one repository, in the order of the topic. Thread-safe. */
final class RefLog {
    /** The number of refs up to which a repository is followed. Above it, further refs are not added. */
    static final int MAX_REFS = 50_000;

    /** The number of force pushes of a ref whose records are recognised when a push is delivered again. */
    private static final int MAX_RECORDED = 20;

    private final Map<GitRef, ObservedTip> tips = new HashMap<>();
    private final Map<GitRef, ObservedTip> deleted = new HashMap<>();
    private final Map<GitRef, Deque<Instant>> recorded = new HashMap<>();
    private List<String> patterns = List.of();
    private Instant completeAt = Instant.EPOCH;

    /** Adds an event. The same event twice in a row changes nothing. */
    synchronized void add(SourceChanged event) {
        Optional<Observation> observation = event.observation();
        if (observation.isPresent()) {
            observation.get().tips().forEach(tip -> observe(tip, event.seenAt()));
            if (!observation.get().patterns().isEmpty()) {
                patterns = observation.get().patterns();
                completeAt = event.seenAt();
            }
        } else if (event.after().isNone()) {
            delete(event.ref(), event.before());
        } else {
            put(new ObservedTip(event.ref(), event.after(), rewoundAt(event.ref())));
        }
    }

    private void observe(ObservedTip tip, Instant seenAt) {
        put(tip);
        boolean isFollowed = recorded.size() < MAX_REFS || recorded.containsKey(tip.ref());
        if (tip.rewoundAt().isPresent() && tips.containsKey(tip.ref()) && isFollowed) {
            Deque<Instant> times = recorded.computeIfAbsent(tip.ref(), ref -> new ArrayDeque<>());
            times.remove(seenAt);
            times.addFirst(seenAt);
            if (times.size() > MAX_RECORDED) {
                times.removeLast();
            }
        }
    }

    /** A ref that is created again on another history was moved by force in two steps. */
    private void delete(GitRef ref, CommitId before) {
        ObservedTip tip = tips.getOrDefault(ref, new ObservedTip(ref, before, rewoundAt(ref)));
        tips.remove(ref);
        if (!tip.commit().isNone() && (deleted.size() < MAX_REFS || deleted.containsKey(ref))) {
            deleted.put(ref, tip);
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

    /** The last commit that a ref had when it was deleted last; empty if that is not known. */
    synchronized Optional<CommitId> deletedTip(GitRef ref) {
        return Optional.ofNullable(deleted.get(ref)).map(ObservedTip::commit);
    }

    /** The time of the last force push of a ref, also from before it was deleted. */
    synchronized Optional<Instant> rewoundAt(GitRef ref) {
        return Optional.ofNullable(tips.getOrDefault(ref, deleted.get(ref))).flatMap(ObservedTip::rewoundAt);
    }

    /** Returns true if the force push that was seen at this time is recorded. */
    synchronized boolean isRecorded(GitRef ref, Instant seenAt) {
        Deque<Instant> times = recorded.get(ref);
        return times != null && times.contains(seenAt);
    }

    synchronized AnnouncedRefs announced() {
        return new AnnouncedRefs(tips, patterns, completeAt);
    }
}
