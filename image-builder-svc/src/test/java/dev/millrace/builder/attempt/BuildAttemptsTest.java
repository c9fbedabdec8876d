package dev.millrace.builder.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.builder.queue.Builds;
import dev.millrace.builder.queue.QueuedBuild;
import dev.millrace.events.BuildAttempted;
import dev.millrace.events.wire.Envelope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BuildAttemptsTest {
    private static final QueuedBuild WEB = Builds.build("web");
    private static final QueuedBuild API = Builds.build("api");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-30T12:00:00.123456Z"), ZoneOffset.UTC);

    private final List<Envelope<BuildAttempted>> topic = new ArrayList<>();
    private final BuildAttempts first = new BuildAttempts(topic::add, CLOCK);
    private final BuildAttempts second = new BuildAttempts(topic::add, CLOCK);

    @BeforeEach
    void load() {
        first.loaded();
    }

    /** Another instance reads the topic from its beginning. */
    private void readBack(BuildAttempts attempts) {
        List.copyOf(topic).forEach(attempts::consume);
        attempts.loaded();
    }

    @Test
    void attemptsThatDidNotEndAreCountedByTheNextInstance() {
        assertThat(first.begin(WEB)).isZero();
        assertThat(first.begin(API)).isZero();
        first.end(API);

        readBack(second);

        assertThat(second.begin(WEB)).isEqualTo(1);
        assertThat(second.begin(API)).isZero();
    }

    @Test
    void anAttemptThatEndedForgetsItsPredecessors() {
        first.begin(WEB);
        readBack(second);
        second.begin(WEB);

        second.end(WEB);

        assertThat(second.begin(WEB)).isZero();
    }

    @Test
    void anAttemptThatWasGivenUpForgetsNothing() {
        first.begin(WEB);
        readBack(second);
        int unended = second.begin(WEB);

        second.giveUp(WEB, unended);

        assertThat(second.begin(WEB)).isEqualTo(1);
    }

    @Test
    void ownRecordsThatAreReadBackLateAreNotCountedAgain() {
        first.begin(WEB);
        first.end(WEB);
        first.consume(topic.getFirst());

        assertThat(first.begin(WEB)).isZero();
        first.end(WEB);
        topic.subList(1, topic.size()).forEach(first::consume);
        assertThat(first.begin(WEB)).isZero();
    }

    @Test
    void recordsOfOthersCountInTheirOrder() {
        first.begin(WEB);
        first.begin(WEB);
        readBack(second);
        first.end(WEB);

        second.consume(topic.getLast());

        assertThat(second.begin(WEB)).isZero();
    }

    @Test
    void noTwoRecordsHaveTheSameId() {
        first.begin(WEB);
        first.end(WEB);
        first.begin(WEB);

        assertThat(topic).extracting(Envelope::id).doesNotHaveDuplicates();
    }

    @Test
    void nothingBeginsBeforeEarlierAttemptsAreRead() {
        assertThatThrownBy(() -> second.begin(WEB))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("not read yet");
        assertThat(topic).isEmpty();
    }

    @Test
    void anAttemptThatWasNotRecordedHasNotBegun() {
        BuildAttempts offline = new BuildAttempts(
                event -> {
                    throw new UncheckedIOException(new IOException("no broker"));
                },
                CLOCK);
        offline.loaded();

        assertThatThrownBy(() -> offline.begin(WEB)).hasMessageContaining("no broker");
        assertThatThrownBy(() -> offline.begin(WEB)).hasMessageContaining("no broker");
    }

    @Test
    void anInterruptedThreadRecordsTheEndAndStaysInterrupted() {
        BuildAttempts interruptible = new BuildAttempts(
                event -> {
                    assertThat(Thread.currentThread().isInterrupted()).isFalse();
                    topic.add(event);
                },
                CLOCK);
        Thread.currentThread().interrupt();

        interruptible.end(WEB);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(topic)
                .singleElement()
                .satisfies(one -> assertThat(one.event().openAttempts()).isZero());
    }
}
