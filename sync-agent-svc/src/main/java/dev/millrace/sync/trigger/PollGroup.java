package dev.millrace.sync.trigger;

import dev.millrace.sync.Subject;
import dev.millrace.sync.source.Followed;
import dev.millrace.sync.source.Repository;
import dev.millrace.sync.source.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The Applications whose sources share a mirror: one request compares all of them with the Git host.
 *
 * @param followers the Applications by what they follow; none is suspended
 * @param every the shortest interval of them
 */
record PollGroup(Repository repository, Map<Followed, List<Subject>> followers, Duration every) {

    /** Groups the Applications. Those that are suspended, or whose repository was not needed yet, are not polled. */
    static List<PollGroup> of(Collection<Subject> all, Function<Source, Optional<Repository>> known) {
        Map<Repository, List<Subject>> byMirror = new LinkedHashMap<>();
        all.stream().filter(subject -> !subject.suspended()).forEach(subject -> known.apply(subject.source())
                .ifPresent(repository -> byMirror.computeIfAbsent(repository, one -> new ArrayList<>())
                        .add(subject)));
        List<PollGroup> groups = new ArrayList<>();
        byMirror.forEach((repository, subjects) -> groups.add(of(repository, subjects)));
        return groups;
    }

    private static PollGroup of(Repository repository, List<Subject> subjects) {
        Map<Followed, List<Subject>> followers = new HashMap<>();
        subjects.forEach(subject -> followers
                .computeIfAbsent(subject.source().followed(), one -> new ArrayList<>())
                .add(subject));
        Duration every =
                subjects.stream().map(Subject::poll).min(Duration::compareTo).orElseThrow();
        return new PollGroup(repository, followers, every);
    }

    /** Returns when the host was last asked about all that is followed; {@link Instant#MAX} if that never changes. */
    Instant asked() {
        return followers.keySet().stream()
                .map(repository::asked)
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }
}
