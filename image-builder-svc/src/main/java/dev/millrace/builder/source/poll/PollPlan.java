package dev.millrace.builder.source.poll;

import dev.millrace.builder.source.TagChoice;
import dev.millrace.events.SourceChanged.Observation;
import dev.millrace.events.SourceChanged.ObservedTip;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.read.Glob;
import dev.millrace.git.remote.RemoteRefs;
import dev.millrace.git.remote.RemoteRefs.RemoteRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The events that one poll of a repository publishes.
 *
 * @param moves the refs to build
 * @param records the refs that are recorded because they need no build; published after the moves, in order
 */
record PollPlan(List<Move> moves, List<Observation> records) {
    /** Well within the retention of the topic, which would otherwise forget the refs that never move. */
    private static final Duration RECORD_INTERVAL = Duration.ofDays(10);

    /** Keeps a record well below the limit of a Kafka message. */
    private static final int MAX_TIPS_PER_RECORD = 1_000;

    /**
     * A ref that moved.
     *
     * @param before {@link CommitId#NONE} if it was not announced before
     */
    record Move(GitRef ref, CommitId before, CommitId after) {}

    PollPlan {
        moves = List.copyOf(moves);
        records = List.copyOf(records);
    }

    /**
     * Compares the refs of a host with the announced ones. A ref without an announcement is new only if it matches the patterns of the last complete
     * list. Otherwise the repository, or the pattern, is polled for the first time: then only the default branch and the highest version are built.
     *
     * @param patterns the patterns of the refs to build
     * @param committedAt the time of a ref's commit; called only to choose between equal versions
     */
    static PollPlan of(
            RemoteRefs host,
            AnnouncedRefs announced,
            List<String> patterns,
            Function<GitRef, Instant> committedAt,
            Instant now) {
        Map<GitRef, RemoteRef> listed = matching(host, patterns);
        Set<GitRef> first = new LinkedHashSet<>();
        defaultBranch(host).ifPresent(first::add);
        List<Glob> known = announced.patterns().stream().map(Glob::new).toList();
        boolean knowsAll =
                listed.keySet().stream().allMatch(ref -> announced.tip(ref).isPresent() || matches(known, ref));
        if (!knowsAll) {
            TagChoice.highestVersion(listed.keySet(), committedAt).ifPresent(first::add);
        }
        List<Move> moves = new ArrayList<>();
        listed.forEach((ref, target) -> {
            Optional<CommitId> before = announced.tip(ref);
            boolean moved =
                    before.map(tip -> !target.is(tip)).orElseGet(() -> matches(known, ref) || first.contains(ref));
            if (moved) {
                moves.add(new Move(ref, before.orElse(CommitId.NONE), target.commit()));
            }
        });
        boolean outdated = !announced.patterns().equals(patterns)
                || !announced.completeAt().plus(RECORD_INTERVAL).isAfter(now);
        return new PollPlan(moves, outdated ? records(listed, announced, patterns) : List.of());
    }

    private static Map<GitRef, RemoteRef> matching(RemoteRefs host, List<String> patterns) {
        List<Glob> globs = patterns.stream().map(Glob::new).toList();
        Map<GitRef, RemoteRef> matching = new TreeMap<>(Comparator.comparing(GitRef::value));
        host.all().forEach((ref, target) -> {
            if (matches(globs, ref)) {
                matching.put(ref, target);
            }
        });
        return matching;
    }

    private static boolean matches(List<Glob> patterns, GitRef ref) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(ref.value()));
    }

    /** Hosts of before Git 1.8 don't name it. */
    private static Optional<GitRef> defaultBranch(RemoteRefs host) {
        return host.head().or(() -> List.of(GitRef.branch("main"), GitRef.branch("master")).stream()
                .filter(host.all()::containsKey)
                .findFirst());
    }

    /** The complete list in parts; only the last one has the patterns, so that an interrupted list is not taken for complete. */
    private static List<Observation> records(
            Map<GitRef, RemoteRef> listed, AnnouncedRefs announced, List<String> patterns) {
        List<ObservedTip> tips = new ArrayList<>();
        listed.forEach((ref, target) -> tips.add(new ObservedTip(ref, target.commit(), announced.rewoundAt(ref))));
        List<Observation> records = new ArrayList<>();
        for (int from = 0; from < tips.size(); from += MAX_TIPS_PER_RECORD) {
            int to = Math.min(tips.size(), from + MAX_TIPS_PER_RECORD);
            records.add(new Observation(to == tips.size() ? patterns : List.of(), tips.subList(from, to)));
        }
        return records;
    }
}
