package dev.millrace.events;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A ref of an application repository moved. The change comes from a verified push, stored before its webhook is answered, or from a poll.
 *
 * <p>An event with an observation is no move: it records refs that need no build, so that no instance takes them for moved ones. Its {@code before} and
 * {@code after} are equal.
 *
 * @param before the previous tip of the ref; {@link CommitId#NONE} if the ref is new or the tip is unknown
 * @param after the new tip of the ref; {@link CommitId#NONE} if the ref was deleted
 */
public record SourceChanged(
        RepositoryId repository,
        GitRef ref,
        CommitId before,
        CommitId after,
        Instant seenAt,
        Optional<Observation> observation)
        implements Event {

    /**
     * Refs as they are on the host.
     *
     * @param patterns the patterns of the refs that are built, if this record completes the list of all that match; otherwise empty
     */
    public record Observation(List<String> patterns, List<ObservedTip> tips) {
        public Observation {
            patterns = List.copyOf(patterns);
            tips = List.copyOf(tips);
        }
    }

    /**
     * The commit of a ref.
     *
     * @param rewoundAt as {@link Source#rewoundAt}
     */
    public record ObservedTip(GitRef ref, CommitId commit, Optional<Instant> rewoundAt) {}

    /** A move. */
    public SourceChanged(RepositoryId repository, GitRef ref, CommitId before, CommitId after, Instant seenAt) {
        this(repository, ref, before, after, seenAt, Optional.empty());
    }

    /** A record of refs, of which there is at least one. */
    public static SourceChanged observed(RepositoryId repository, Observation observation, Instant seenAt) {
        ObservedTip first = observation.tips().getFirst();
        return new SourceChanged(
                repository, first.ref(), first.commit(), first.commit(), seenAt, Optional.of(observation));
    }

    @Override
    public Topic topic() {
        return Topic.SOURCE_CHANGED;
    }

    @Override
    public String key() {
        return repository.value();
    }

    @Override
    public EventId id() {
        return observation
                .map(refs -> EventId.of("source.changed", repository.value(), "observed", textOf(refs)))
                .orElseGet(() ->
                        EventId.of("source.changed", repository.value(), ref.value(), before.value(), after.value()));
    }

    private static String textOf(Observation refs) {
        return refs.tips().stream()
                .map(tip -> tip.ref() + " " + tip.commit() + " "
                        + tip.rewoundAt().map(Instant::toString).orElse(""))
                .collect(Collectors.joining("\n", String.join(" ", refs.patterns()) + "\n", ""));
    }

    @Override
    public String subject() {
        return repository + "@" + after.shortForm();
    }
}
