package dev.millrace.sync;

import dev.millrace.events.value.CommitId;
import dev.millrace.sync.record.Ledger.Answered;
import dev.millrace.sync.source.Newest;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Syncs that people ask for by annotation. One at an older commit holds until the source moves: the newest commit wins, and the source has
 * to move for there to be a newer one.
 */
final class Requests {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    private Requests() {}

    /** What a request says to do now. */
    sealed interface Wanted {
        /**
         * Nobody asks.
         *
         * @param at what holds: the newest commit, or the older one that a person asked for when the source stood where it stands
         */
        record Nothing(Newest.At at) implements Wanted {}

        /** This commit is to be applied, all of it. */
        record Now(Newest.At at, Answered answered) implements Wanted {}

        record Impossible(String why) implements Wanted {}
    }

    /** Whether a person asks for what was not answered yet. */
    static boolean isOpen(Subject app, Tracked tracked) {
        return app.asked()
                .sync()
                .filter(asked -> tracked.ledger
                        .noted()
                        .answered()
                        .filter(answered -> answered.asked().equals(asked))
                        .isEmpty())
                .isPresent();
    }

    static Wanted of(Subject app, Tracked tracked, Newest.At tip) {
        if (!isOpen(app, tracked)) {
            return new Wanted.Nothing(tracked.ledger
                    .noted()
                    .answered()
                    .map(answered -> held(tracked, tip, answered))
                    .orElse(tip));
        }
        String asked = app.asked().sync().orElseThrow();
        Answered answered = new Answered(asked, tip.commit());
        Optional<CommitId> commit = commit(asked);
        if (commit.isEmpty()) {
            return new Wanted.Now(tip, answered);
        }
        return tip.repository().reaches(tip.commit(), commit.get())
                ? new Wanted.Now(new Newest.At(commit.get(), tip.ref(), tip.repository()), answered)
                : new Wanted.Impossible("the commit " + commit.get().shortForm()
                        + " that the annotation millrace.dev/sync asks for is not on "
                        + app.source().followed());
    }

    private static Optional<CommitId> commit(String asked) {
        return Optional.of(asked).filter(a -> COMMIT.matcher(a).matches()).map(CommitId::new);
    }

    /** As long as the source stands where it stood when a person was answered, there is nothing newer than the answer. */
    private static Newest.At held(Tracked tracked, Newest.At tip, Answered answered) {
        if (tip.commit().equals(answered.tip())) {
            return commit(answered.asked())
                    .map(commit -> new Newest.At(commit, tip.ref(), tip.repository()))
                    .orElse(tip);
        }
        if (answered.tip().equals(tracked.compared)) {
            tracked.compared = null;
        }
        return tip;
    }
}
