package dev.millrace.builder.source.poll;

import dev.millrace.events.SourceChanged.ObservedTip;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The refs of a repository as the topic {@code source.changed} has announced them last.
 *
 * @param tips the latest announcement of each ref
 * @param patterns the patterns of the last complete list: a ref that matches them and has no announcement is new; empty if there was no such list
 * @param completeAt the time of that list
 */
record AnnouncedRefs(Map<GitRef, ObservedTip> tips, List<String> patterns, Instant completeAt) {
    static final AnnouncedRefs NONE = new AnnouncedRefs(Map.of(), List.of(), Instant.EPOCH);

    AnnouncedRefs {
        tips = Map.copyOf(tips);
        patterns = List.copyOf(patterns);
    }

    /** The commit of a ref, or the tag object if a webhook of an annotated tag announced it. */
    Optional<CommitId> tip(GitRef ref) {
        return Optional.ofNullable(tips.get(ref)).map(ObservedTip::commit);
    }

    /** The time of the last force push of a ref; empty if none is known. */
    Optional<Instant> rewoundAt(GitRef ref) {
        return Optional.ofNullable(tips.get(ref)).flatMap(ObservedTip::rewoundAt);
    }
}
