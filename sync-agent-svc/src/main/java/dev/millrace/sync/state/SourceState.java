package dev.millrace.sync.state;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import java.util.Optional;

/**
 * The source of an application as this process knows it.
 *
 * @param tip the newest commit, as of the last successful request; absent before the first one
 * @param compared the commit with which the application was compared last; absent before the first comparison
 * @param problem the reason why the source can't be followed; absent if it can
 * @param preview the changes that an attempt would make; present only for an application that is observed
 * @param demand the triggers that are not answered yet
 */
public record SourceState(
        Optional<Tip> tip,
        Optional<CommitId> compared,
        Optional<SourceProblem> problem,
        Optional<Preview> preview,
        Triggers demand) {

    /** The state of a source that was not asked yet. */
    public static final SourceState UNKNOWN =
            new SourceState(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Triggers.NONE);

    /**
     * The newest commit of a source.
     *
     * @param ref where it was found
     */
    public record Tip(CommitId commit, GitRef ref) {}

    /** Returns the state with more to answer. */
    public SourceState asked(Triggers more) {
        return new SourceState(tip, compared, problem, preview, demand.and(more));
    }

    /** Returns the state after the source answered with this commit. */
    public SourceState at(Tip newest) {
        return new SourceState(Optional.of(newest), compared, Optional.empty(), preview, demand.withoutSource());
    }

    /** Returns the state after the source could not be followed. */
    public SourceState failing(SourceProblem why) {
        return new SourceState(tip, compared, Optional.of(why), preview, demand);
    }

    /** Returns the state after everything that this commit asks for was decided. */
    public SourceState comparedWith(CommitId commit) {
        return new SourceState(tip, Optional.of(commit), problem, Optional.empty(), Triggers.NONE);
    }

    /** Returns the state after an attempt was only previewed. */
    public SourceState previewed(Preview now) {
        return new SourceState(tip, Optional.of(now.revision()), problem, Optional.of(now), Triggers.NONE);
    }

    /** Returns true if the application was compared with the newest commit that is known. */
    public boolean isCompared() {
        return tip.map(Tip::commit).equals(compared) && tip.isPresent();
    }
}
