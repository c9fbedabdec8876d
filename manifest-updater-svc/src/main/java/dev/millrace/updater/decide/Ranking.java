package dev.millrace.updater.decide;

import dev.millrace.events.Source;
import dev.millrace.events.UpdateRequested;
import dev.millrace.events.value.Tag;
import dev.millrace.git.version.Version;
import dev.millrace.updater.policy.Selection;
import dev.millrace.updater.policy.Versions;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** Compares images by a policy's selection. */
public final class Ranking {
    /** The forms of tags that cosign, OCI referrers and our builder create for their own use. */
    private static final Pattern NO_VERSION = Pattern.compile("sha256-[0-9a-f]{64}(?:\\..*)?|millrace-[0-9a-f]{16}");

    private final Versions versions;

    public Ranking(Versions versions) {
        this.versions = versions;
    }

    /** Returns true if a tag can be a version. Tags of signatures and the builder's own tags never are. */
    public boolean counts(Tag tag) {
        return !NO_VERSION.matcher(tag.value()).matches() && isVersion(tag);
    }

    private boolean isVersion(Tag tag) {
        return switch (versions.selection()) {
            case Selection.Newest newest -> text(tag).isPresent();
            case Selection.Alphabetical alphabetical -> text(tag).isPresent();
            case Selection.Numerical numerical -> number(tag).isPresent();
            case Selection.SemVer semVer ->
                version(semVer, tag).filter(semVer::takes).isPresent();
            case Selection.Channel channel -> channel.tag().equals(tag);
        };
    }

    /** The build info of an update, as this policy orders images. */
    public BuildInfo buildInfoOf(UpdateRequested update) {
        // A channel follows the last move of its tag, even to an older build.
        return versions.selection() instanceof Selection.Channel
                ? new BuildInfo.External(update.pushedAt())
                : UpdateDecider.built(update);
    }

    /**
     * Returns true if one image is newer than the other. A tag that cannot be compared, because it is not a version, is older than one that can. An
     * image is never newer than itself.
     */
    public boolean isNewer(Candidate one, Candidate other) {
        if (one.isSameAs(other)) {
            return false;
        }
        return switch (versions.selection()) {
            case Selection.Newest newest -> isBuiltLater(one, other);
            case Selection.Channel channel -> !one.digest().equals(other.digest()) && isBuiltLater(one, other);
            case Selection.SemVer semVer ->
                ranked(version(semVer, one.tag()), version(semVer, other.tag()), false, one, other);
            case Selection.Numerical numerical ->
                ranked(number(one.tag()), number(other.tag()), numerical.descending(), one, other);
            case Selection.Alphabetical alphabetical ->
                ranked(text(one.tag()), text(other.tag()), alphabetical.descending(), one, other);
        };
    }

    private boolean isBuiltLater(Candidate one, Candidate other) {
        return other.built()
                .map(theirs -> one.built()
                        .filter(mine -> mine.isNewerThan(theirs) || isOnlyNamedSource(mine, theirs))
                        .isPresent())
                .orElse(true);
    }

    /** Returns true if the first image is of the source that the policy names, and the second one of another. */
    private boolean isOnlyNamedSource(BuildInfo one, BuildInfo other) {
        return versions.verification()
                .source()
                .filter(named -> one.from().map(Source::repository).equals(Optional.of(named)))
                .filter(named -> other.from()
                        .map(Source::repository)
                        .filter(theirs -> !theirs.equals(named))
                        .isPresent())
                .isPresent();
    }

    /** Returns true if only times could order two images that no time can order, so that the first one is never newer. */
    public boolean isHeldBackBy(Candidate one, Candidate other) {
        boolean byTime =
                versions.selection() instanceof Selection.Newest || one.tag().equals(other.tag());
        return byTime
                && !one.isSameAs(other)
                && !isNewer(one, other)
                && one.built()
                        .flatMap(mine -> other.built().filter(mine::isIncomparableWith))
                        .isPresent();
    }

    /** Compares versions; different digests of the same tag are builds of one version, and the later build is newer. */
    private <T extends Comparable<? super T>> boolean ranked(
            Optional<T> mine, Optional<T> theirs, boolean descending, Candidate one, Candidate other) {
        if (mine.isEmpty() || theirs.isEmpty()) {
            return mine.isPresent();
        }
        int order = mine.get().compareTo(theirs.get());
        boolean same = order == 0 && one.tag().equals(other.tag());
        return same ? isBuiltLater(one, other) : descending ? order < 0 : order > 0;
    }

    private Optional<String> text(Tag tag) {
        return versions.filter().map(filter -> filter.comparable(tag)).orElseGet(() -> Optional.of(tag.value()));
    }

    private Optional<Version> version(Selection.SemVer semVer, Tag tag) {
        return text(tag).flatMap(semVer::version);
    }

    private Optional<BigDecimal> number(Tag tag) {
        return text(tag)
                .filter(text -> text.matches("-?[0-9]{1,100}(\\.[0-9]{1,100})?"))
                .map(BigDecimal::new);
    }
}
