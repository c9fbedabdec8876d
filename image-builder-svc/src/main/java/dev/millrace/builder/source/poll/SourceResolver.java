package dev.millrace.builder.source.poll;

import dev.millrace.builder.source.SourceRepositories;
import dev.millrace.builder.source.SourceRepository;
import dev.millrace.builder.source.SourceState;
import dev.millrace.events.Event;
import dev.millrace.events.Source;
import dev.millrace.events.SourceChanged;
import dev.millrace.events.SourceChanged.Observation;
import dev.millrace.events.SourceChanged.ObservedTip;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.messaging.intake.IgnoredCounter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds the commit that a moved ref stands for now. */
public final class SourceResolver {
    private static final Duration MIN_STEP = Duration.ofMillis(1);

    private final SourceRepositories repositories;
    private final Announcements announcements;
    private final IgnoredCounter ignored;

    /**
     * The commit to build.
     *
     * @param repository the repository of the source
     * @param isRepeated true if the ref had this commit before, and moved only by commits that Millrace made
     */
    public record Resolution(SourceRepository repository, Source source, boolean isRepeated) {}

    public SourceResolver(SourceRepositories repositories, Announcements announcements, IgnoredCounter ignored) {
        this.repositories = repositories;
        this.announcements = announcements;
        this.ignored = ignored;
    }

    /**
     * Fetches the ref of events and returns its commit; empty and counted if there is nothing to build.
     *
     * @param triggers moves of one ref, in their order; at least one
     * @param publish receives the record of a force push
     */
    public Optional<Resolution> resolve(List<SourceChanged> triggers, Consumer<Event> publish) {
        SourceChanged trigger = triggers.getLast();
        if (trigger.observation().isPresent()) {
            return ignored("ref-recorded");
        }
        Optional<SourceRepository> repository = repositories.of(trigger.repository());
        if (repository.isEmpty() || !repository.get().builds(trigger.ref())) {
            return ignored("not-configured");
        }
        return switch (repository.get().fetch(trigger.ref())) {
            case SourceState.Absent absent -> ignored("ref-gone");
            case SourceState.OwnCommit own -> ignored("own-commit");
            case SourceState.Found found ->
                resolve(repository.get(), rewinding(repository.get(), triggers, found.tip()), found, publish)
                        .map(source -> new Resolution(
                                repository.get(), source, isRepeated(repository.get(), triggers, found)));
        };
    }

    /** The newest move whose previous tip is no longer in the history of the ref; the newest of all if there is none. */
    private static SourceChanged rewinding(SourceRepository repository, List<SourceChanged> triggers, CommitId tip) {
        return triggers.size() == 1
                ? triggers.getFirst()
                : triggers.reversed().stream()
                        .filter(one -> !one.before().isNone() && !repository.reaches(tip, one.before()))
                        .findFirst()
                        .orElse(triggers.getLast());
    }

    /** The move of a user's request to build ends where it begins: it is never repeated. */
    private static boolean isRepeated(
            SourceRepository repository, List<SourceChanged> triggers, SourceState.Found found) {
        CommitId commit = found.source().commit();
        return !commit.equals(found.tip())
                && triggers.stream()
                        .allMatch(one -> !one.before().equals(one.after()) && repository.reaches(one.before(), commit));
    }

    private Optional<Source> resolve(
            SourceRepository repository, SourceChanged trigger, SourceState.Found found, Consumer<Event> publish) {
        Optional<CommitId> before = trigger.before().isNone()
                ? announcements.deletedTip(repository.id(), trigger.ref())
                : Optional.of(trigger.before());
        boolean forward = before.filter(earlier -> repository.reaches(found.tip(), earlier))
                .isPresent();
        if ((!forward || trigger.before().isNone()) && isOurBranch(repository, trigger.ref(), found)) {
            return ignored("own-commit");
        }
        boolean rewound = !forward && before.isPresent();
        Optional<Instant> rewoundAt = rewound
                ? recorded(repository, trigger, found, publish)
                : announcements.rewoundAt(repository.id(), trigger.ref());
        return Optional.of(found.source().withRewoundAt(rewoundAt));
    }

    /** Returns true for a branch that we created, or moved by force, on top of a commit of another branch: that of a request. */
    private static boolean isOurBranch(SourceRepository repository, GitRef ref, SourceState.Found found) {
        CommitId commit = found.source().commit();
        return ref.isBranch() && !commit.equals(found.tip()) && repository.isOfAnotherBranch(commit, ref);
    }

    private <T> Optional<T> ignored(String reason) {
        ignored.count(reason);
        return Optional.empty();
    }

    /**
     * Records a force push, recognised by its event: the tip has not the previous tip in its history. The record also counts for the commits that follow,
     * whose sequences may be lower than those of the commits that the push removed. Of two force pushes the later one has the later time, also where
     * the clock of the instance that saw it is behind.
     */
    private Optional<Instant> recorded(
            SourceRepository repository, SourceChanged trigger, SourceState.Found found, Consumer<Event> publish) {
        Optional<Instant> known = announcements.rewoundAt(repository.id(), trigger.ref());
        if (announcements.isRecorded(repository.id(), trigger.ref(), trigger.seenAt())) {
            return known;
        }
        Optional<Instant> now = known.map(at -> at.plus(MIN_STEP))
                .filter(next -> next.isAfter(trigger.seenAt()))
                .or(() -> Optional.of(trigger.seenAt()));
        SourceChanged record = SourceChanged.observed(
                repository.id(),
                new Observation(List.of(), List.of(new ObservedTip(trigger.ref(), found.tip(), now))),
                trigger.seenAt());
        publish.accept(record);
        announcements.consume(record);
        return now;
    }
}
