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

    /** The reason why the version in a place stays; empty if it is replaced. A digest without a tag is a version if our trailers or the registry know it. */
    public Optional<String> reasonToKeep(Optional<Tag> tag, Optional<Digest> digest) {
        Optional<PresentVersion> present = tag.map(one -> tagged(one, digest)).or(() -> digest.flatMap(this::untagged));
        return present.flatMap(one -> UpdateDecider.reasonToKeep(write, one, state))
                .map(reason -> "not edited: "
                        + tag.map(Tag::value)
                                .or(() -> digest.map(Digest::value))
                                .orElse("") + " is not older than "
                        + write.update().tag() + " of policy "
                        + write.policy().name()
                        + (reason == Decision.Reason.OTHER_SOURCE ? ", or of another source" : ""));
    }

    private PresentVersion tagged(Tag tag, Optional<Digest> digest) {
        PresentVersion plain = new PresentVersion(tag, digest, Optional.empty());
        boolean unknown = write.policy().versions().selection() instanceof Selection.Newest
                && plain.candidate(write.policy().image(), state.written())
                        .built()
                        .isEmpty();
        return unknown ? new PresentVersion(tag, digest, registry.apply(tag, digest)) : plain;
    }

    /** The version that we wrote with this digest. Of any other one only the build can be known, so it is compared as another build of the update's own tag. */
    private Optional<PresentVersion> untagged(Digest digest) {
        Tag own = write.update().tag();
        if (digest.equals(write.update().digest())) {
            return Optional.empty();
        }
        Optional<PresentVersion> ours = state.written().all().stream()
                .filter(written -> written.image().equals(write.policy().image())
                        && written.digest().equals(digest))
                .findFirst()
                .map(written -> new PresentVersion(written.tag(), Optional.of(digest), Optional.of(written.built())));
        return ours.or(() -> knownToRegistry(own, digest));
    }

    /** A channel may return to an earlier build, so that builds do not order its images. */
    private Optional<PresentVersion> knownToRegistry(Tag own, Digest digest) {
        return switch (write.policy().versions().selection()) {
            case Selection.Channel channel -> Optional.empty();
            case Selection.Newest newest -> built(own, digest);
            case Selection.SemVer semVer -> comparable(own, digest);
            case Selection.Numerical numerical -> comparable(own, digest);
            case Selection.Alphabetical alphabetical -> comparable(own, digest);
        };
    }

    /** Where versions are compared, only a build that is known to be later keeps its place. */
    private Optional<PresentVersion> comparable(Tag own, Digest digest) {
        return built(own, digest).filter(present -> present.built()
                .filter(theirs -> !write.buildInfo().isIncomparableWith(theirs))
                .isPresent());
    }

    private Optional<PresentVersion> built(Tag own, Digest digest) {
        return registry.apply(own, Optional.of(digest))
                .map(built -> new PresentVersion(own, Optional.of(digest), Optional.of(built)));
    }
}
