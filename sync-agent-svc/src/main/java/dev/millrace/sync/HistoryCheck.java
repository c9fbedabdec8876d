package dev.millrace.sync;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.sync.source.Followed;
import dev.millrace.sync.source.Newest;
import java.util.Optional;

/**
 * Checks whether a branch continues from the applied commit. If its history was rewritten, the fate of the changes in between is unknown: the
 * cluster stays as it is until a user decides which history is meant.
 */
final class HistoryCheck {
    private HistoryCheck() {}

    /** Returns the reason why the newest commit does not follow the applied one; empty if it does. */
    static Optional<String> broken(Subject app, TrackedApplication tracked, Newest.At newest) {
        Optional<CommitId> attempted = tracked.ledger().attempted();
        if (attempted.isEmpty()
                || !isBranch(app)
                || !tracked.ledger().isOf(app.source().repository(), newest.ref())) {
            return Optional.empty();
        }
        CommitId tip = newest.commit();
        CommitId base = attempted.get();
        boolean continues = Optional.of(tip).equals(tracked.compared())
                || tracked.compared()
                        .filter(seen -> newest.repository().reaches(tip, seen))
                        .isPresent()
                || newest.repository().reaches(tip, base);
        return continues ? Optional.empty() : Optional.of(why(newest, base));
    }

    private static boolean isBranch(Subject app) {
        return app.source().followed() instanceof Followed.Ref(GitRef ref)
                && !ref.isTag()
                && !app.spec().source().followRewrites();
    }

    private static String why(Newest.At newest, CommitId base) {
        return "the history of " + newest.ref() + " was rewritten: it has no " + base.shortForm()
                + ", which was applied last. Push that commit again or, to apply the new history, set the annotation millrace.dev/sync to "
                + newest.commit();
    }
}
