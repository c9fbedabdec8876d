package dev.millrace.builder.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.journal.BuildJournal;
import dev.millrace.builder.journal.BuildLog;
import dev.millrace.builder.journal.BuildRecord;
import dev.millrace.builder.journal.FollowedLog;
import dev.millrace.builder.journal.LogPosition;
import dev.millrace.builder.journal.Redactor;
import dev.millrace.events.Source;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.RepositoryId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The events of a log, and readers that don't take them. */
class LogStreamTest {
    private static final LogPosition START = LogPosition.start(Instant.EPOCH);
    private static final Duration LONG = Duration.ofMinutes(2);

    @SuppressWarnings("NullAway.Init") // set by JUnit
    @TempDir
    Path folder;

    /** A reader that takes a number of events and then no other. */
    private static final class Reader implements LogStream.Reader {
        private final List<LogStream.Event> received = new ArrayList<>();
        private final int max;
        private boolean closed;

        Reader(int max) {
            this.max = max;
        }

        @Override
        public boolean isClosed() {
            return closed;
        }

        @Override
        public CompletionStage<?> send(LogStream.Event event) {
            received.add(event);
            return received.size() > max ? new CompletableFuture<String>() : CompletableFuture.completedFuture("sent");
        }
    }

    private FollowedLog log() throws Exception {
        Source source = new Source(
                new RepositoryId("git.example/shop/web"),
                new CommitId("0123456789abcdef0123456789abcdef01234567"),
                GitRef.branch("main"),
                Instant.EPOCH,
                1);
        BuildJournal journal = new BuildJournal(
                folder, new Redactor(List.of()), new BuildLog.Bounds(1_000, 10), 10, Clock.systemUTC());
        ImageName image = new ImageName("registry.example/shop/web");
        try (BuildLog log = journal.begin(BuildRecord.running("4f", source, image, Instant.EPOCH))) {
            log.accept("one");
            log.accept("two");
        }
        return journal.follow("4f").orElseThrow();
    }

    @Test
    void aReaderGetsEachLineAndTheEnd() throws Exception {
        Reader reader = new Reader(3);

        try (FollowedLog log = log()) {
            assertThat(new LogStream(reader, LONG).send(log, START, Optional.empty()))
                    .isTrue();
        }

        assertThat(reader.received)
                .containsExactly(
                        new LogStream.Event(new LogPosition(0, 1), Optional.empty(), "one"),
                        new LogStream.Event(new LogPosition(0, 2), Optional.empty(), "two"),
                        new LogStream.Event(new LogPosition(0, 2), Optional.of("end"), ""));
    }

    @Test
    void aReaderThatReconnectsGetsTheRest() throws Exception {
        Reader reader = new Reader(3);

        try (FollowedLog log = log()) {
            new LogStream(reader, LONG).send(log, START, Optional.of(new LogPosition(0, 1)));
        }

        assertThat(reader.received).extracting(LogStream.Event::data).containsExactly("two", "");
    }

    @Test
    void aReaderThatTakesNothingIsDisconnectedAtTheLimit() throws Exception {
        Reader reader = new Reader(1);

        try (FollowedLog log = log()) {
            assertThat(new LogStream(reader, Duration.ofMillis(20)).send(log, START, Optional.empty()))
                    .isFalse();
        }

        assertThat(reader.received).hasSize(2);
    }

    @Test
    void aReaderThatHasGoneGetsNothing() throws Exception {
        Reader reader = new Reader(3);
        reader.closed = true;

        try (FollowedLog log = log()) {
            assertThat(new LogStream(reader, LONG).send(log, START, Optional.empty()))
                    .isFalse();
        }

        assertThat(reader.received).isEmpty();
    }
}
