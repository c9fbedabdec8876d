package dev.millrace.builder.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FollowedLogTest {
    private static final BuildLog.Bounds BOUNDS = new BuildLog.Bounds(10_000, 3);

    @SuppressWarnings("NullAway.Init")
    @TempDir
    Path folder;

    private BuildLog log() {
        return new BuildLog(folder.resolve("1.log"), new Redactor(List.of("s3cret")), BOUNDS);
    }

    private static List<String> rest(FollowedLog followed) throws Exception {
        List<String> lines = new ArrayList<>();
        for (Optional<String> line = followed.next(); line.isPresent(); line = followed.next()) {
            lines.add(line.get());
        }
        return lines;
    }

    @Test
    void linesComeAsTheyAreWrittenUntilTheLogIsClosed() throws Exception {
        LinkedBlockingQueue<String> read = new LinkedBlockingQueue<>();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        BuildLog log = log();
        log.accept("before");
        FollowedLog followed = new FollowedLog(folder.resolve("1.log"), log);
        Thread.ofVirtual().start(() -> {
            try (followed) {
                for (Optional<String> line = followed.next(); line.isPresent(); line = followed.next()) {
                    read.add(line.get());
                }
                ended.complete(null);
            } catch (Exception e) {
                ended.completeExceptionally(e);
            }
        });

        assertThat(read.poll(30, TimeUnit.SECONDS)).isEqualTo("before");
        log.accept("password s3cret");
        assertThat(read.poll(30, TimeUnit.SECONDS)).isEqualTo("password ***");
        assertThat(ended).isNotDone();
        log.accept("last");
        log.close();

        ended.get(30, TimeUnit.SECONDS);
        assertThat(read).containsExactly("last");
    }

    @Test
    void aLogThatIsCompleteIsReadToItsEnd() throws Exception {
        try (BuildLog log = log()) {
            log.accept("one");
            log.accept("two");
        }

        try (FollowedLog followed = new FollowedLog(folder.resolve("1.log"), null)) {
            assertThat(rest(followed)).containsExactly("one", "two");
        }
    }

    @Test
    void aLogThatIsFullEndsWhenItsBuildEnds() throws Exception {
        BuildLog log = log();
        for (int line = 0; line < 1000; line++) {
            log.accept("line number " + line);
        }
        log.close();

        try (FollowedLog followed = new FollowedLog(folder.resolve("1.log"), log)) {
            assertThat(rest(followed)).hasSizeLessThan(1000).last().asString().contains("left out");
        }
    }
}
