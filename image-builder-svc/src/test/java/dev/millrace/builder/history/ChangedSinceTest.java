package dev.millrace.builder.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.builder.source.ChangedPaths;
import dev.millrace.builder.source.RepositoryFixture;
import dev.millrace.builder.source.SourceState;
import dev.millrace.events.ImageBuilt;
import dev.millrace.events.Source;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Platform;
import dev.millrace.events.value.Tag;
import dev.millrace.events.wire.Envelope;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChangedSinceTest extends RepositoryFixture {
    private static final GitRef FEATURE = GitRef.branch("feature");
    private static final ImageName WEB = new ImageName("registry.example.com/shop/web");
    private static final ImageName API = new ImageName("registry.example.com/shop/api");
    private static final Digest DIGEST = new Digest("sha256:" + "4b".repeat(32));

    private final BuiltCommits built = new BuiltCommits();
    private final ChangedSince changed = new ChangedSince(built);

    @BeforeEach
    void draw() {
        built.loaded();
        graph.commit("one", List.of(), "web/a=1", "api/a=1");
        graph.commit("two", List.of("one"), "web/a=2");
        graph.commit("three", List.of("two"), "README=3");
        graph.commit("side", List.of("one"), "api/a=9");
        graph.move(MAIN, "one");
    }

    private Source moved(GitRef ref, String commit) {
        graph.move(ref, commit);
        if (repository.fetch(ref) instanceof SourceState.Found found) {
            return found.source();
        }
        throw new AssertionError("not found: " + ref);
    }

    private void built(Source source, ImageName image) {
        ImageBuilt event = new ImageBuilt(
                image,
                new Tag("1"),
                DIGEST,
                List.of(new Platform("linux/amd64")),
                Optional.of(source),
                Optional.empty(),
                Optional.empty(),
                ImageBuilt.Origin.BUILD,
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH);
        built.consume(Envelope.first(
                event,
                "image-builder-svc",
                Instant.EPOCH,
                ChainId.of(source.repository(), source.commit()),
                Optional.empty()));
    }

    private static ChangedPaths paths(String... paths) {
        return new ChangedPaths.Some(List.of(paths));
    }

    @Test
    void theDefaultBranchWithoutAnImageIsChangedEverywhere() {
        assertThat(changed.of(repository, moved(MAIN, "one"), WEB)).isEqualTo(new ChangedPaths.Everything());
    }

    @Test
    void changesSinceTheLastBuiltCommitCountAlsoThoseOfCommitsBetween() {
        built(moved(MAIN, "one"), WEB);

        assertThat(changed.of(repository, moved(MAIN, "three"), WEB)).isEqualTo(paths("README", "web/a"));

        built(moved(MAIN, "two"), WEB);
        assertThat(changed.of(repository, moved(MAIN, "three"), WEB)).isEqualTo(paths("README"));
        assertThat(changed.of(repository, moved(MAIN, "three"), API))
                .as("another image")
                .isEqualTo(new ChangedPaths.Everything());
    }

    @Test
    void aCommitThatWasBuiltIsChangedEverywhereSoThatItIsAnnouncedAgain() {
        Source source = moved(MAIN, "one");
        built(source, WEB);

        assertThat(changed.of(repository, source, WEB)).isEqualTo(new ChangedPaths.Everything());
    }

    @Test
    void aNewBranchIsComparedWithItsBranchPoint() {
        moved(MAIN, "three");

        assertThat(changed.of(repository, moved(FEATURE, "side"), WEB)).isEqualTo(paths("api/a"));
    }

    @Test
    void aTagIsChangedEverywhere() {
        built(moved(MAIN, "one"), WEB);

        assertThat(changed.of(repository, moved(GitRef.tag("v1.0.0"), "three"), WEB))
                .isEqualTo(new ChangedPaths.Everything());
    }

    @Test
    void nothingIsDecidedBeforeTheEventsAreRead() {
        Source source = moved(MAIN, "one");

        assertThatThrownBy(() -> new BuiltCommits().of(source, WEB, Duration.ZERO))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("not read back yet");
    }
}
