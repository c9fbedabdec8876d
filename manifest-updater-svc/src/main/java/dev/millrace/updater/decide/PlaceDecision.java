package dev.millrace.updater.decide;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.Tag;
import dev.millrace.updater.policy.Selection;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Decides place by place if an accepted update replaces the version there: places of one policy may differ, and none gets an older version.
 *
 * @param registry looks up the build info of a version that none of our commits wrote
 */
public record PlaceDecision(
        Decision.Write write, BranchState state, BiFunction<Tag, Optional<Digest>, Optional<BuildInfo>> registry) {

    /** The reason why the version in a place stays; empty if it is replaced. */
    public Optional<String> reasonToKeep(Tag tag, Optional<Digest> digest) {
        PresentVersion plain = new PresentVersion(tag, digest, Optional.empty());
        boolean unknown = write.policy().versions().selection() instanceof Selection.Newest
                && plain.candidate(write.policy().image(), state.written())
                        .built()
                        .isEmpty();
        PresentVersion present = unknown ? new PresentVersion(tag, digest, registry.apply(tag, digest)) : plain;
        return UpdateDecider.reasonToKeep(write, present, state)
                .map(reason -> "not edited: " + tag + " is not older than "
                        + write.update().tag() + " of policy "
                        + write.policy().name()
                        + (reason == Decision.Reason.OTHER_SOURCE ? ", or of another source" : ""));
    }
}
