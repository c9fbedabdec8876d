package dev.millrace.updater.decide;

import dev.millrace.events.UpdateRequested;
import dev.millrace.updater.policy.Policy;

/** What to do about a wish. */
public sealed interface Decision {

    /** To be written. */
    record Write(Policy policy, UpdateRequested update) implements Decision {

        /** What the trailers say of the image's making. */
        public BuildInfo buildInfo() {
            return new Ranking(policy.versions()).buildInfoOf(update);
        }
    }

    /** A commit of ours, to be taken back as far as its values still stand. */
    record Revert(Policy policy, UpdateRequested update, WrittenUpdate written) implements Decision {}

    /** A commit on the branch has done it. */
    record Done(WrittenUpdate written) implements Decision {}

    /** Not to be written. */
    record Leave(Reason reason) implements Decision {}

    /** Why something is left alone. */
    enum Reason {
        NO_SUCH_POLICY,
        /** A source branch, or no release, and so not asked for. */
        BRANCH_NOT_ALLOWED,
        /** The tag is filtered out, is no version, or is out of the range. */
        TAG_NOT_WANTED,
        /** Than what our commits wrote before, even if a person took that back. */
        NOT_NEWER,
        /** Than what stands in the files. */
        NOT_NEWER_THAN_PRESENT,
        /** It comes by promotion, when its conditions hold. */
        WAITS_FOR_PROMOTION,
        /** A person holds the policy. */
        HELD,
        /** The image's signature or provenance isn't what the policy asks for. */
        NOT_VERIFIED,
        /** The commit to be taken back is none of ours for the policy, or was taken back. */
        NOTHING_TO_REVERT,
        SUPERSEDED;

        /** For logs and metrics. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }
}
