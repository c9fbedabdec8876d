package dev.millrace.sync.apply.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.sync.HandClock;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The wait of a rejected request, and the limits of the room. */
class PaceWaitTest {
    private final HandClock clock = new HandClock();
    private final Pace pace = new Pace(16, clock);

    @ParameterizedTest
    @CsvSource({
        "1, PT1S",
        "7, PT7S",
        "59, PT59S",
        "60, PT1M",
        "61, PT1M",
        "999999999, PT1M",
        "9999999999, PT1S",
        "0, PT1S",
        "-3, PT1S",
        "1.5, PT1S",
        "'Wed, 21 Oct 2026 07:28:00 GMT', PT1S",
        "'', PT1S",
        ", PT1S"
    })
    void isWhatTheApiServerDemandsUpToAMinute(@Nullable String retryAfter, Duration wait) {
        answer(429, retryAfter);

        assertThat(pace.untilNextTry()).isEqualTo(wait);
    }

    @Test
    void countsFromTheAnswerAndIsNeverLessThanNothing() {
        answer(429, "10");
        clock.forward(Duration.ofSeconds(4));
        assertThat(pace.untilNextTry()).isEqualTo(Duration.ofSeconds(6));

        clock.forward(Duration.ofSeconds(6));
        assertThat(pace.untilNextTry()).as("once it is over").isEqualTo(Duration.ofSeconds(1));
        clock.forward(Duration.ofDays(1));
        assertThat(pace.untilNextTry()).as("long after").isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void theLongestDemandCounts() {
        answer(429, "10");
        answer(429, "2");
        assertThat(pace.untilNextTry()).isEqualTo(Duration.ofSeconds(10));

        answer(429, "20");
        assertThat(pace.untilNextTry()).isEqualTo(Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @CsvSource({"200", "409", "500", "503"})
    void otherAnswersChangeNothing(int code) {
        answer(code, "30");

        assertThat(pace.untilNextTry()).isEqualTo(Duration.ofSeconds(1));
        assertThat(pace.room()).isEqualTo(16);
    }

    @Test
    void rejectionsWithinASecondCountOnce() {
        within(16, () -> answer(429, "1"));
        assertThat(pace.room()).isEqualTo(8);
        clock.forward(Duration.ofMillis(999));
        within(8, () -> answer(429, "1"));
        assertThat(pace.room()).as("before a second is over").isEqualTo(8);

        clock.forward(Duration.ofMillis(1));
        within(8, () -> answer(429, "1"));

        assertThat(pace.room()).as("after a second").isEqualTo(4);
    }

    @Test
    void anAnswerWithinTheSecondDoesNotCountAsAccepted() {
        within(4, () -> answer(429, "1"));
        assertThat(pace.room()).isEqualTo(2);

        within(1, () -> {});
        within(1, () -> {});
        assertThat(pace.room()).isEqualTo(2);
        clock.forward(Duration.ofSeconds(1));
        within(1, () -> {});
        assertThat(pace.room()).as("after one accepted request").isEqualTo(2);
        within(1, () -> {});

        assertThat(pace.room()).as("after as many as there is room for").isEqualTo(3);
    }

    @Test
    void aRequestThatFailsLeavesItsPlace() {
        Pace narrow = new Pace(1, clock);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> narrow.ask(() -> {
                        throw new IllegalArgumentException("no");
                    }))
                    .hasMessage("no");
        }

        assertThat(narrow.ask(() -> "answer")).isEqualTo("answer");
    }

    @Test
    void neverMoreRequestsThanThereIsRoomForAreMadeAtOnce() throws Exception {
        AtomicInteger running = new AtomicInteger();
        CyclicBarrier all = new CyclicBarrier(16);
        List<Future<Integer>> seen;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            seen = IntStream.range(0, 192)
                    .mapToObj(i -> threads.submit(() -> pace.ask(() -> {
                        int now = running.incrementAndGet();
                        awaitTheOthers(all);
                        running.decrementAndGet();
                        return now;
                    })))
                    .toList();
        }

        for (Future<Integer> one : seen) {
            assertThat(one.get()).isBetween(1, 16);
        }
    }

    private static void awaitTheOthers(CyclicBarrier all) {
        try {
            all.await(10, TimeUnit.MINUTES);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("the others did not come", e);
        }
    }

    private void within(int requests, Runnable then) {
        if (requests == 0) {
            then.run();
            return;
        }
        boolean done = pace.ask(() -> {
            within(requests - 1, then);
            return true;
        });
        assertThat(done).isTrue();
    }

    private void answer(int code, @Nullable String retryAfter) {
        pace.after(NO_REQUEST, new Answer(code, Optional.ofNullable(retryAfter)), NO_BODY);
    }

    private static final AsyncBody.Consumer<List<java.nio.ByteBuffer>> NO_BODY = (value, body) -> {};

    private static final HttpRequest NO_REQUEST = new io.fabric8.kubernetes.client.http.StandardHttpRequest.Builder()
            .uri("http://a/")
            .build();

    /** An answer with one header. */
    private record Answer(int code, Optional<String> retryAfter) implements HttpResponse<String> {
        @Override
        public String body() {
            return "";
        }

        @Override
        public HttpRequest request() {
            return NO_REQUEST;
        }

        @Override
        public Optional<HttpResponse<?>> previousResponse() {
            return Optional.empty();
        }

        @Override
        public List<String> headers(String key) {
            return key.equalsIgnoreCase("Retry-After") ? retryAfter.stream().toList() : List.of();
        }

        @Override
        public Map<String, List<String>> headers() {
            return Map.of();
        }
    }
}
