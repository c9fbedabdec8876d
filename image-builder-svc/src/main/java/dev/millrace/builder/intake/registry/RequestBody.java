package dev.millrace.builder.intake.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/** The bytes of a request, read within a limit of bytes and time. */
sealed interface RequestBody {
    int MAX_BYTES = 1 << 20;
    Duration MAX_TIME = Duration.ofSeconds(10);

    /** The complete body. */
    final class Complete implements RequestBody {
        private final byte[] bytes;

        private Complete(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    /** More bytes than the limit. */
    record TooLarge() implements RequestBody {}

    /** No complete body within the time, or a connection that broke. */
    record Incomplete() implements RequestBody {}

    /** Reads a body. A single read is bounded by the server's own limit for an idle connection. */
    static RequestBody read(InputStream in) {
        return read(in, System::nanoTime);
    }

    /** As {@link #read(InputStream)}, by another clock. */
    static RequestBody read(InputStream in, LongSupplier nanoTime) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] chunk = new byte[8192];
        long end = nanoTime.getAsLong() + MAX_TIME.toNanos();
        try {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                bytes.write(chunk, 0, count);
                if (bytes.size() > MAX_BYTES) {
                    return new TooLarge();
                }
                if (nanoTime.getAsLong() - end > 0) {
                    return new Incomplete();
                }
            }
            return new Complete(bytes.toByteArray());
        } catch (IOException e) {
            return new Incomplete();
        }
    }
}
