package dev.millrace.sync;

import dev.millrace.events.value.CommitId;
import dev.millrace.sync.record.Ledger;
import dev.millrace.sync.record.Ledger.Answered;
import dev.millrace.sync.source.Newest;
import dev.millrace.sync.steer.Target;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Syncs that users request by annotation. One at an older commit holds until the source moves: the newest commit wins, and the source has to
 * move for there to be a newer one.
 */
final class SyncRequests {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    private SyncRequests() {}

    /** Returns true if a user requests a sync that was not answered yet. */
    static boolean isOpen(Subject app, Ledger ledger) {
        return app.asked()
                .sync()
                .filter(asked -> ledger.noted()
                        .answered()
                        .filter(answered -> answered.asked().equals(asked))
                        .isEmpty())
                .isPresent();
    }

    /** Returns the commit to bring, before it is known whether it is trusted. */
    static Target target(Subject app, Ledger ledger, Newest.At tip) {
        if (!isOpen(app, ledger)) {
            return new Target.Current(held(ledger, tip.commit()).orElse(tip.commit()));
        }
        String asked = app.asked().sync().orElseThrow();
        Answered answered = new Answered(asked, tip.commit());
        Optional<CommitId> commit = commit(asked);
        if (commit.isEmpty()) {
            return new Target.Requested(tip.commit(), answered);
        }
        return tip.repository().reaches(tip.commit(), commit.get())
                ? new Target.Requested(commit.get(), answered)
                : new Target.Refused(
                        tip.commit(),
                        "the commit " + commit.get().shortForm()
                                + " that the annotation millrace.dev/sync requests is not on "
                                + app.source().followed());
    }

    /** Returns the older commit that a user requested while the source stood where it stands now. */
    static Optional<CommitId> held(Ledger ledger, CommitId tip) {
        return ledger.noted()
                .answered()
                .filter(answered -> answered.tip().equals(tip))
                .flatMap(answered -> commit(answered.asked()));
    }

    private static Optional<CommitId> commit(String asked) {
        return Optional.of(asked).filter(a -> COMMIT.matcher(a).matches()).map(CommitId::new);
    }
}
