package dev.millrace.sync;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.sync.source.Followed;
import dev.millrace.sync.source.Newest;
import java.util.Optional;

/**
 * Whether a branch goes on from what was applied. If its history was rewritten, nobody can tell what became of the changes in between: the
 * cluster stays as it is until a person says which history is meant.
 */
final class Continuity {
    private Continuity() {}

    /** Why the newest commit is not simply the next one; empty if it is. */
    static Optional<String> broken(Subject app, Tracked tracked, Newest.At newest) {
        Optional<CommitId> attempted = tracked.ledger.attempted();
        if (attempted.isEmpty()
                || !isBranch(app)
                || !tracked.ledger.isOf(app.source().repository(), newest.ref())) {
            return Optional.empty();
        }
        CommitId tip = newest.commit();
        CommitId base = attempted.get();
        boolean goesOn = tip.equals(tracked.compared)
                || tracked.comparedWith()
                        .filter(seen -> newest.repository().reaches(tip, seen))
                        .isPresent()
                || newest.repository().reaches(tip, base);
        return goesOn ? Optional.empty() : Optional.of(why(newest, base));
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
