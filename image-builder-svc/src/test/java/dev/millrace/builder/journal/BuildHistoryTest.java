package dev.millrace.builder.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.BuildAttempted;
import dev.millrace.events.BuildFailed;
import dev.millrace.events.Event;
import dev.millrace.events.Source;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.wire.Envelope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildHistoryTest {
    private static final RepositoryId REPOSITORY = new RepositoryId("git.example/shop/web");
    private static final ImageName IMAGE = new ImageName("registry.example/shop/web");
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final BuildHistory history = new BuildHistory(3, Duration.ofMinutes(60), Clock.fixed(NOON, ZoneOffset.UTC));

    private static CommitId commit(int number) {
        return new CommitId("%040x".formatted(number));
    }

    private void consume(Event event, Instant at) {
        history.consume(
                Envelope.first(event, "image-builder-svc", at, ChainId.of(REPOSITORY, commit(1)), Optional.empty()));
    }

    private void attempted(int number, Instant at) {
        consume(new BuildAttempted("build-" + number, REPOSITORY, commit(number), IMAGE, 1, at), at);
    }

    private void failed(int number, Instant at) {
        consume(
                new BuildFailed(
                        REPOSITORY,
                        commit(number),
                        GitRef.branch("main"),
                        Optional.of(IMAGE),
                        "c0nf19",
                        BuildFailed.Stage.TEST,
                        Optional.of(3),
                        "testing failed",
                        "",
                        at.minusSeconds(9),
                        at),
                at);
    }

    private static Source source(int number, GitRef ref) {
        return new Source(REPOSITORY, commit(number), ref, NOON, number, Optional.empty(), Optional.empty());
    }

    @Test
    void aFailedBuildHasEndedForItsRefAlone() {
        failed(1, NOON.minusSeconds(20));

        assertThat(history.hasEnded(source(1, GitRef.branch("main")), IMAGE)).isTrue();
        assertThat(history.hasEnded(source(1, GitRef.tag("v1")), IMAGE)).isFalse();
        assertThat(history.hasEnded(source(2, GitRef.branch("main")), IMAGE)).isFalse();
    }

    private List<String> ids() {
        return history.newestFirst().stream().map(BuildRecord::id).toList();
    }

    @Test
    void aBuildHasTheIdOfItsAttemptAndItsResultWhicheverIsReadFirst() {
        attempted(1, NOON.minusSeconds(30));
        failed(1, NOON.minusSeconds(20));
        failed(2, NOON.minusSeconds(10));
        attempted(2, NOON.minusSeconds(19));

        assertThat(ids()).containsExactly("build-2", "build-1");
        assertThat(history.newestFirst().getLast())
                .isEqualTo(new BuildRecord(
                        "build-1",
                        REPOSITORY,
                        commit(1),
                        GitRef.branch("main"),
                        IMAGE,
                        BuildRecord.State.FAILED,
                        NOON.minusSeconds(29),
                        Optional.of(NOON.minusSeconds(20)),
                        Optional.of("testing failed")));
        assertThat(history.of(new BuildKey(REPOSITORY, commit(2), IMAGE))).contains("build-2");
    }

    @Test
    void theLatestBuildsAreRememberedWhicheverPartitionIsReadFirst() {
        for (int number : List.of(4, 1, 5, 2, 3)) {
            attempted(number, NOON.minusSeconds(100 - number));
            failed(number, NOON.minusSeconds(100 - number));
        }

        assertThat(ids()).containsExactly("build-5", "build-4", "build-3");
    }

    @Test
    void aBuildThatRunsOrHasNoAttemptOrIsTooOldIsNotListed() {
        attempted(1, NOON.minusSeconds(5));
        failed(2, NOON.minusSeconds(5));
        attempted(3, NOON.minus(Duration.ofMinutes(61)));
        failed(3, NOON.minus(Duration.ofMinutes(61)));

        assertThat(ids()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1767355200000-7, 7",
        "1767355200001-7, 0",
        "7, 0",
        "-7, 0",
        "'', 0",
        "1767355200000-99999999999999999999, 0",
    })
    void aReaderContinuesAfterItsLastLineOfTheSameLogOnly(String lastEvent, long lines) {
        LogPosition start = LogPosition.start(NOON);

        assertThat(start.linesBefore(LogPosition.parse(lastEvent))).isEqualTo(lines);
        assertThat(start.next().next()).hasToString(NOON.toEpochMilli() + "-2");
    }
}
