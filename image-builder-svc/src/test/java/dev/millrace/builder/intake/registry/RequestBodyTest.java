package dev.millrace.builder.intake.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RequestBodyTest {

    @Test
    void aBodyOfTheLargestSizeIsComplete() {
        RequestBody body = RequestBody.read(new ByteArrayInputStream(new byte[RequestBody.MAX_BYTES]));

        assertThat(body).isInstanceOfSatisfying(RequestBody.Complete.class, complete -> assertThat(complete.bytes())
                .hasSize(RequestBody.MAX_BYTES));
    }

    @Test
    void oneByteMoreIsTooLarge() {
        RequestBody body = RequestBody.read(new ByteArrayInputStream(new byte[RequestBody.MAX_BYTES + 1]));

        assertThat(body).isInstanceOf(RequestBody.TooLarge.class);
    }

    @Test
    void aBodyWithoutAnEndIsReadUpToTheLimitOnly() {
        RequestBody body = RequestBody.read(new Slow(() -> {}));

        assertThat(body).isInstanceOf(RequestBody.TooLarge.class);
    }

    @Test
    void aBodyThatArrivesByteByByteEndsWithTheTimeLimit() {
        AtomicLong time = new AtomicLong(Long.MAX_VALUE - 5);
        InputStream in = new Slow(() -> time.addAndGet(1_000_000_000L)) {
            @Override
            public int read(byte[] chunk, int from, int length) throws IOException {
                return super.read(chunk, from, 1);
            }
        };

        RequestBody body = RequestBody.read(in, time::get);

        assertThat(body).isInstanceOf(RequestBody.Incomplete.class);
    }

    @Test
    void aConnectionThatBreaksLeavesAnIncompleteBody() {
        InputStream in = new Slow(() -> {}) {
            @Override
            public int read(byte[] chunk, int from, int length) throws IOException {
                throw new IOException("connection reset");
            }
        };

        RequestBody body = RequestBody.read(in);

        assertThat(body).isInstanceOf(RequestBody.Incomplete.class);
    }

    /** A body without an end. */
    private static class Slow extends InputStream {
        private final Runnable beforeRead;

        Slow(Runnable beforeRead) {
            this.beforeRead = beforeRead;
        }

        @Override
        public int read() {
            return 'x';
        }

        @Override
        public int read(byte[] chunk, int from, int length) throws IOException {
            beforeRead.run();
            return length;
        }
    }
}
