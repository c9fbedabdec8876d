package dev.millrace.builder.status;

import dev.millrace.events.BuildFailed;
import dev.millrace.events.Event;
import dev.millrace.events.ImageBuilt;
import dev.millrace.events.Source;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Platform;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.value.Tag;
import dev.millrace.events.wire.Envelope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Results of builds of one image of one commit. */
final class Results {
    static final RepositoryId REPOSITORY = new RepositoryId("git.example/shop/web");
    static final CommitId COMMIT = new CommitId("0123456789abcdef0123456789abcdef01234567");
    static final ImageName IMAGE = new ImageName("registry.example/shop/web");
    static final Digest DIGEST = new Digest("sha256:" + "4b".repeat(32));
    static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    static final Source SOURCE = new Source(REPOSITORY, COMMIT, GitRef.branch("main"), NOON, 1);

    private Results() {}

    static ImageBuilt built() {
        return new ImageBuilt(
                IMAGE,
                new Tag("v1"),
                DIGEST,
                List.of(new Platform("linux/amd64")),
                Optional.of(SOURCE),
                Optional.empty(),
                Optional.of("buildkit"),
                ImageBuilt.Origin.BUILD,
                Optional.of(NOON),
                Optional.of(NOON),
                NOON);
    }

    static BuildFailed failed(String reason) {
        return new BuildFailed(
                REPOSITORY,
                COMMIT,
                GitRef.branch("main"),
                Optional.of(IMAGE),
                "c0nf19",
                BuildFailed.Stage.BUILD,
                Optional.of(1),
                reason,
                "",
                NOON,
                NOON);
    }

    static Envelope<Event> at(int second, Event event) {
        return Envelope.first(
                event, "image-builder-svc", NOON.plusSeconds(second), ChainId.of(REPOSITORY, COMMIT), Optional.empty());
    }
}
