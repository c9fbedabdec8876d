package dev.millrace.updater.decide;

import dev.millrace.events.Source;
import dev.millrace.events.UpdateRequested;
import dev.millrace.updater.policy.Policy;
import java.util.Optional;

/** The reasons why an update waits for a user, for the status of its policy. */
public final class Holdback {
    private Holdback() {}

    /** The reason with the next step; empty if no user has to do anything. */
    public static Optional<String> reason(Decision.Leave leave, Policy policy, UpdateRequested update) {
        return switch (leave.reason()) {
            case SOURCE_NOT_ALLOWED ->
                Optional.of("built from " + origin(update) + "; the policy's source is "
                        + policy.versions()
                                .verification()
                                .source()
                                .map(Object::toString)
                                .orElse("not set"));
            case OTHER_SOURCE ->
                Optional.of("built from " + origin(update)
                        + ", another source than that of the current image, and times are compared within one repository"
                        + " only; name the right one in 'source' of the policy, or release this image: POST /policies/"
                        + policy.name() + "/release?digest=" + update.digest());
            case NO_SUCH_POLICY,
                    BRANCH_NOT_ALLOWED,
                    TAG_NOT_WANTED,
                    NOT_NEWER,
                    NOT_NEWER_THAN_PRESENT,
                    WAITS_FOR_PROMOTION,
                    WAITS_FOR_SET,
                    HELD,
                    NOT_VERIFIED,
                    NOTHING_TO_REVERT,
                    SUPERSEDED -> Optional.empty();
        };
    }

    private static String origin(UpdateRequested update) {
        return update.source().map(Source::repository).map(Object::toString).orElse("an unknown source");
    }
}
