package dev.millrace.updater.decide;

import dev.millrace.events.UpdateRequested;
import dev.millrace.updater.policy.Policy;

/** The decision about an update. */
public sealed interface Decision {

    /** Write the update. */
    record Write(Policy policy, UpdateRequested update) implements Decision {

        /** The build info for the trailers. */
        public BuildInfo buildInfo() {
            return new Ranking(policy.versions()).buildInfoOf(update);
        }
    }

    /** Revert a commit of ours, where its values are still in the files. */
    record Revert(Policy policy, UpdateRequested update, WrittenUpdate written) implements Decision {}

    /** A commit on the branch already contains the update. */
    record Done(WrittenUpdate written) implements Decision {}

    /** Do not write the update. */
    record Leave(Reason reason) implements Decision {}

    /** The reason why an update is not written. */
    enum Reason {
        NO_SUCH_POLICY,
        /** The source branch is not allowed, or the policy accepts releases only. */
        BRANCH_NOT_ALLOWED,
        /** The image was built from another repository than the policy's source. */
        SOURCE_NOT_ALLOWED,
        /** The image is of another repository than the written one, and no time orders the two. */
        OTHER_SOURCE,
        /** The tag is filtered out, is not a version, or is out of the range. */
        TAG_NOT_WANTED,
        /** The image is not newer than one that our commits wrote before, even if a user reverted that. */
        NOT_NEWER,
        /** The image is not newer than the one in the files. */
        NOT_NEWER_THAN_PRESENT,
        /** The image is promoted when its conditions are met. */
        WAITS_FOR_PROMOTION,
        /** Other images of the set are missing in this version, or are not written either. */
        WAITS_FOR_SET,
        /** A user holds the policy. */
        HELD,
        /** The image's signature or provenance does not meet the policy. */
        NOT_VERIFIED,
        /** The commit to revert is not ours for this policy, or was reverted already. */
        NOTHING_TO_REVERT,
        SUPERSEDED;

        /** The word for logs and metrics. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }
}
