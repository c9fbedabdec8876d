package dev.millrace.builder.journal;

import dev.millrace.builder.journal.BuildRecord.State;
import dev.millrace.events.BuildAttempted;
import dev.millrace.events.BuildFailed;
import dev.millrace.events.Event;
import dev.millrace.events.ImageBuilt;
import dev.millrace.events.Source;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.TopicFollower;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The ended builds of all instances, as the topics have them: {@code build.attempted} has their ids, {@code image.built} and {@code build.failed} their
 * results. Records of different topics are read in any order. A build that was cancelled has failed here. Thread-safe.
 */
public final class BuildHistory implements TopicFollower.Listener, BuildIds {
    private static final int ATTEMPTS_PER_BUILD = 4;

    /** The number of images of commits on refs that are known to have ended, the latest ones. */
    private static final int MAX_ENDED = 20_000;

    private record Result(BuildKey key, BuildRecord build) {}

    private record EndedKey(BuildKey key, GitRef ref) {}

    private final NewestEntries<BuildKey, String> attempts;
    private final NewestEntries<BuildKey, Result> results;
    private final NewestEntries<EndedKey, Boolean> ended = new NewestEntries<>(MAX_ENDED);
    private final Duration maxAge;
    private final Clock clock;

    /**
     * Creates an empty history.
     *
     * @param maxBuilds the number of builds that are remembered, the latest ones
     * @param maxAge the age from which a build is not listed
     */
    public BuildHistory(int maxBuilds, Duration maxAge, Clock clock) {
        this.attempts = new NewestEntries<>(maxBuilds * ATTEMPTS_PER_BUILD);
        this.results = new NewestEntries<>(maxBuilds);
        this.maxAge = maxAge;
        this.clock = clock;
    }

    @Override
    public synchronized void consume(Envelope<? extends Event> envelope) {
        switch (envelope.event()) {
            case BuildAttempted attempt ->
                attempts.put(
                        new BuildKey(attempt.repository(), attempt.commit(), attempt.image()),
                        attempt.build(),
                        attempt.changedAt());
            case ImageBuilt built -> built.source().ifPresent(source -> built(built, source, envelope.time()));
            case BuildFailed failed -> failed(failed, envelope.time());
            default -> {}
        }
    }

    @Override
    public void loaded() {}

    private void built(ImageBuilt built, Source source, Instant at) {
        add(new BuildRecord(
                "",
                source.repository(),
                source.commit(),
                source.ref(),
                built.image(),
                State.SUCCEEDED,
                built.startedAt().orElse(built.pushedAt()),
                Optional.of(at),
                Optional.of(built.image() + ":" + built.tag() + "@" + built.digest())));
    }

    private void failed(BuildFailed failed, Instant at) {
        failed.image()
                .ifPresent(image -> add(new BuildRecord(
                        "",
                        failed.repository(),
                        failed.commit(),
                        failed.ref(),
                        image,
                        State.FAILED,
                        failed.startedAt(),
                        Optional.of(at),
                        Optional.of(failed.reason()))));
    }

    private void add(BuildRecord build) {
        BuildKey key = new BuildKey(build.repository(), build.commit(), build.image());
        Instant at = build.endedAt().orElse(build.startedAt());
        results.put(key, new Result(key, build), at);
        ended.put(new EndedKey(key, build.ref()), true, at);
    }

    @Override
    public synchronized Optional<String> of(BuildKey key) {
        return attempts.get(key);
    }

    /** Returns true if a build of an image from this commit for the same ref is known to have ended, whatever its result. */
    public synchronized boolean hasEnded(Source source, ImageName image) {
        BuildKey key = new BuildKey(source.repository(), source.commit(), image);
        return ended.get(new EndedKey(key, source.ref())).isPresent();
    }

    /** The builds whose ids are known, the one that ended last first. */
    public synchronized List<BuildRecord> newestFirst() {
        Instant oldest = clock.instant().minus(maxAge);
        return results.newestFirst()
                .filter(result -> result.build()
                        .endedAt()
                        .filter(at -> at.isAfter(oldest))
                        .isPresent())
                .flatMap(result -> of(result.key()).map(result.build()::withId).stream())
                .toList();
    }
}
