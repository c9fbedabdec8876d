package dev.millrace.git.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class FetchLimitTest {
    private static final Duration TIME = Duration.ofMinutes(10);
    private static final int BYTES = 2 << 20;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path objects;

    private final AtomicLong now = new AtomicLong(42);

    static final List<Arguments> LIMITS = List.of(
            arguments(Duration.ZERO, 0, ""),
            arguments(TIME, BYTES, ""),
            arguments(TIME.plusSeconds(1), 0, "it takes longer than 10 minutes"),
            arguments(Duration.ofSeconds(1), BYTES + 1, "it brings more than 2 MiB"));

    @ParameterizedTest
    @FieldSource("LIMITS")
    void aFetchEndsBeyondItsTimeOrItsBytes(Duration after, int incoming, String excess) throws IOException {
        FetchLimit limit = new FetchLimit(objects, TIME, BYTES, now::get);

        now.addAndGet(after.toNanos());
        Files.write(objects.resolve("incoming_1.pack"), new byte[incoming]);
        Files.write(objects.resolve("pack-1.pack"), new byte[BYTES + 1]);

        assertThat(limit.isCancelled()).isEqualTo(!excess.isEmpty());
        assertThat(limit.excess()).isEqualTo(Optional.of(excess).filter(text -> !text.isEmpty()));
    }

    @Test
    void aFetchThatIsEndedStaysSo() throws IOException {
        FetchLimit limit = new FetchLimit(objects, TIME, BYTES, now::get);
        Path incoming = Files.write(objects.resolve("incoming_1.pack"), new byte[BYTES + 1]);

        assertThat(limit.isCancelled()).isTrue();
        Files.delete(incoming);
        now.addAndGet(TIME.toNanos());

        assertThat(limit.isCancelled()).isTrue();
        assertThat(limit.excess()).contains("it brings more than 2 MiB");
    }
}
