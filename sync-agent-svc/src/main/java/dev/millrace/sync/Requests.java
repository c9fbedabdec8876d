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
        /** Nobody asks. */
        record Nothing() implements Wanted {}

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
            tracked.ledger.noted().answered().ifPresent(answered -> hold(tracked, tip, answered));
            return new Wanted.Nothing();
        }
        String asked = app.asked().sync().orElseThrow();
        Answered answered = new Answered(asked, tip.commit());
        Optional<CommitId> commit =
                Optional.of(asked).filter(a -> COMMIT.matcher(a).matches()).map(CommitId::new);
        if (commit.isEmpty()) {
            return new Wanted.Now(tip, answered);
        }
        return tip.repository().reaches(tip.commit(), commit.get())
                ? new Wanted.Now(new Newest.At(commit.get(), tip.ref(), tip.repository()), answered)
                : new Wanted.Impossible("the commit " + commit.get().shortForm()
                        + " that the annotation millrace.dev/sync asks for is not on "
                        + app.source().followed());
    }

    /** As long as the source stands where it stood when a person was answered, there is nothing newer than the answer. */
    private static void hold(Tracked tracked, Newest.At tip, Answered answered) {
        if (tip.commit().equals(answered.tip())) {
            tracked.compared = tip.commit();
        } else if (answered.tip().equals(tracked.compared)) {
            tracked.compared = null;
        }
    }
}
