package dev.millrace.updater.deliver;

import dev.millrace.events.Source;
import dev.millrace.events.UpdateRequested;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.value.Tag;
import java.time.Instant;
import java.util.Optional;

/** Pending updates for the n-th image of {@code reg.example/web}, with the tag {@code t<n>}; n has one digit. */
final class PendingUpdates {
    private static final Instant NOON = Instant.parse("2026-03-14T12:00:00Z");
    private static final GitRef MAIN = GitRef.branch("main");

    private PendingUpdates() {}

    static PendingUpdate image(RepositoryId repository, String policy, int sequence) {
        return pendingUpdate(
                repository, policy, sequence, UpdateRequested.Kind.IMAGE, Optional.empty(), "built " + sequence);
    }

    static PendingUpdate revert(RepositoryId repository, String policy, int sequence, CommitId ours) {
        return pendingUpdate(
                repository, policy, sequence, UpdateRequested.Kind.REVERT, Optional.of(ours), "failed " + sequence);
    }

    private static PendingUpdate pendingUpdate(
            RepositoryId repository,
            String policy,
            int sequence,
            UpdateRequested.Kind kind,
            Optional<CommitId> reverts,
            String cause) {
        UpdateRequested update = new UpdateRequested(
                repository,
                MAIN,
                policy,
                "",
                kind,
                new ImageName("reg.example/web"),
                new Tag("t" + sequence),
                digest(sequence),
                NOON,
                Optional.of(NOON),
                Optional.of(source(sequence)),
                reverts,
                EventId.of("image.built", cause),
                NOON);
        return new PendingUpdate(update, chain(sequence), Optional.empty());
    }

    static Digest digest(int sequence) {
        return new Digest("sha256:" + Integer.toString(sequence).repeat(64));
    }

    private static Source source(int sequence) {
        return new Source(
                new RepositoryId("git.example/shop/web"),
                new CommitId(Integer.toString(sequence).repeat(40)),
                MAIN,
                NOON.plusSeconds(sequence),
                sequence,
                Optional.of("Fix the mill"));
    }

    static ChainId chain(int sequence) {
        return ChainId.of(source(sequence).repository(), source(sequence).commit());
    }
}
