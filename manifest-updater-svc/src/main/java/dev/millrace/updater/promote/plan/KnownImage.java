package dev.millrace.updater.promote.plan;

import dev.millrace.events.Source;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.Tag;
import dev.millrace.updater.decide.BuildInfo;
import dev.millrace.updater.decide.Candidate;
import java.time.Instant;
import java.util.Optional;

/**
 * An image that could be written.
 *
 * @param event the event that announced it
 */
public record KnownImage(
        Tag tag,
        Digest digest,
        Optional<Source> source,
        Instant pushedAt,
        Optional<Instant> builtAt,
        ChainId chain,
        EventId event) {

    Candidate candidate() {
        return new Candidate(tag, Optional.of(digest), Optional.of(built()));
    }

    BuildInfo built() {
        return BuildInfo.of(source, builtAt.orElse(Instant.EPOCH));
    }
}
