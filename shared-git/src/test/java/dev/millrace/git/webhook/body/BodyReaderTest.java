package dev.millrace.git.webhook.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyReaderTest {
    private static final int LIMIT = 100_000;
    private static final BodyLimits LIMITS = new BodyLimits(LIMIT, 250_000, Duration.ofSeconds(20));
    private static final OptionalLong CHUNKS = OptionalLong.empty();

    private final AtomicLong now = new AtomicLong();
    private final BodyReader reader = new BodyReader(LIMITS, now::get);
    private final BodyBudget budget = new BodyBudget(LIMITS.maxBytesInFlight());

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16_383, 16_384, 16_385, 40_000, LIMIT - 1, LIMIT})
    void aBodyWithinTheLimitIsRead(int length) {
        byte[] sent = new byte[length];
        Arrays.fill(sent, (byte) 'x');

        for (OptionalLong declared : List.of(CHUNKS, OptionalLong.of(length))) {
            try (BodyBudget.Share share = budget.share(true)) {
                assertThat(reader.read(new ByteArrayInputStream(sent), declared, share))
                        .isInstanceOfSatisfying(ReceivedBody.Complete.class, body -> assertThat(body.bytes())
                                .isEqualTo(sent));
                assertThat(budget.used()).isGreaterThanOrEqualTo(length);
            }
        }
        assertThat(budget.used()).isZero();
    }

    @Test
    void aDeclaredLengthOverTheLimitIsRefusedBeforeTheFirstByte() {
        try (BodyBudget.Share share = budget.share(true)) {
            assertThat(reader.read(new Unreadable(), OptionalLong.of(LIMIT + 1), share))
                    .isEqualTo(new ReceivedBody.TooLarge());
        }
    }

    @Test
    void chunksAreBoundedWhileTheyAreRead() {
        InputStream endless = new InputStream() {
            private long sent;

            @Override
            public int read() throws IOException {
                if (sent++ > LIMIT + 1) {
                    throw new IOException("read too far");
                }
                return 'x';
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                into[offset] = (byte) read();
                return 1;
            }
        };

        try (BodyBudget.Share share = budget.share(true)) {
            assertThat(reader.read(endless, CHUNKS, share)).isEqualTo(new ReceivedBody.TooLarge());
            assertThat(budget.used()).isLessThanOrEqualTo(LIMIT);
        }
    }

    @Test
    void aBodyThatTheBudgetCannotHoldIsRefusedBeforeTheFirstByte() {
        try (BodyBudget.Share first = budget.share(true);
                BodyBudget.Share second = budget.share(true);
                BodyBudget.Share third = budget.share(true)) {
            assertThat(first.reserve(LIMIT) && second.reserve(LIMIT)).isTrue();

            assertThat(reader.read(new Unreadable(), OptionalLong.of(60_000), third))
                    .isEqualTo(new ReceivedBody.OverBudget());
            assertThat(reader.read(new ByteArrayInputStream(new byte[40_000]), OptionalLong.of(40_000), third))
                    .isInstanceOf(ReceivedBody.Complete.class);
        }
    }

    @Test
    void chunksEndWhenTheBudgetDoes() {
        try (BodyBudget.Share first = budget.share(true);
                BodyBudget.Share second = budget.share(true);
                BodyBudget.Share third = budget.share(true)) {
            assertThat(first.reserve(LIMIT) && second.reserve(LIMIT)).isTrue();

            assertThat(reader.read(new ByteArrayInputStream(new byte[90_000]), CHUNKS, third))
                    .isEqualTo(new ReceivedBody.OverBudget());
        }
    }

    @Test
    void aSlowBodyIsIncomplete() {
        InputStream slow = new InputStream() {
            @Override
            public int read() {
                now.addAndGet(Duration.ofSeconds(1).toNanos());
                return 'x';
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                into[offset] = (byte) read();
                return 1;
            }
        };

        try (BodyBudget.Share share = budget.share(true)) {
            assertThat(reader.read(slow, OptionalLong.of(1_000), share)).isEqualTo(new ReceivedBody.Incomplete());
            assertThat(now.get()).isEqualTo(Duration.ofSeconds(21).toNanos());
        }
    }

    @Test
    void aBrokenConnectionIsIncomplete() {
        try (BodyBudget.Share share = budget.share(true)) {
            assertThat(reader.read(new Unreadable(), OptionalLong.of(10), share))
                    .isEqualTo(new ReceivedBody.Incomplete());
        }
    }

    @Test
    void unverifiedSendersShareOneHalfOfTheBudget() {
        try (BodyBudget.Share stranger = budget.share(false);
                BodyBudget.Share other = budget.share(false);
                BodyBudget.Share known = budget.share(true)) {
            assertThat(stranger.reserve(100_000)).isTrue();
            assertThat(other.reserve(50_000)).isFalse();
            assertThat(other.reserve(25_000)).isTrue();
            assertThat(known.reserve(125_000)).isTrue();
            assertThat(known.reserve(125_001)).isFalse();
        }
        assertThat(budget.used()).isZero();
    }

    /** A body whose first byte fails. */
    private static final class Unreadable extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("the connection is closed");
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return read();
        }
    }
}
