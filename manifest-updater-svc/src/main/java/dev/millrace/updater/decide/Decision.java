package dev.millrace.updater.decide;

import dev.millrace.events.UpdateRequested;
import dev.millrace.updater.policy.Policy;

/** What to do about a wish. */
public sealed interface Decision {

    /** To be written. */
    record Write(Policy policy, UpdateRequested update) implements Decision {}

    /** A commit on the branch has done it. */
    record Done(Written written) implements Decision {}

    /** Not to be written. */
    record Leave(Reason reason) implements Decision {}

    /** Why something is left alone. */
    enum Reason {
        NO_SUCH_POLICY,
        BRANCH_NOT_ALLOWED,
        NOT_NEWER,
        SUPERSEDED;

        /** For logs and metrics. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }
}
