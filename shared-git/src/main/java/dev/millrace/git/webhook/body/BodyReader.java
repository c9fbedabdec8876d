package dev.millrace.git.webhook.body;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Reads bodies within their limits. */
public final class BodyReader {
    /** What a request uses at least, so that the number of requests is bounded too. */
    private static final int MIN_SHARE = 16 * 1024;

    private final BodyLimits limits;
    private final LongSupplier nanoTime;

    /** @param nanoTime a clock such as {@link System#nanoTime()} */
    public BodyReader(BodyLimits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    /** Returns true if a declared length is over the limit. */
    public boolean isTooLarge(OptionalLong declared) {
        return declared.orElse(0) > limits.maxBytes();
    }

    /**
     * Reads a body. A declared length that is over a limit ends this before the first byte.
     *
     * @param share receives the bytes; they remain in use until it is closed
     * @param declared the length that the sender declares; empty if it sends chunks
     */
    public ReceivedBody read(InputStream in, OptionalLong declared, BodyBudget.Share share) {
        if (isTooLarge(declared)) {
            return new ReceivedBody.TooLarge();
        }
        if (!share.reserve(Math.max(declared.orElse(0), MIN_SHARE))) {
            return new ReceivedBody.OverBudget();
        }
        try {
            return read(in, (int) declared.orElse(limits.maxBytes()), share);
        } catch (IOException e) {
            return new ReceivedBody.Incomplete();
        }
    }

    private ReceivedBody read(InputStream in, int limit, BodyBudget.Share share) throws IOException {
        long start = nanoTime.getAsLong();
        byte[] bytes = new byte[Math.min(MIN_SHARE, limit)];
        int length = 0;
        while (length < limit) {
            if (length == bytes.length) {
                int next = (int) Math.min(2L * length, limit);
                if (!share.reserve(next)) {
                    return new ReceivedBody.OverBudget();
                }
                bytes = Arrays.copyOf(bytes, next);
            }
            int count = in.read(bytes, length, bytes.length - length);
            if (count < 0) {
                return new ReceivedBody.Complete(Arrays.copyOf(bytes, length));
            }
            length += count;
            if (nanoTime.getAsLong() - start > limits.maxTime().toNanos()) {
                return new ReceivedBody.Incomplete();
            }
        }
        return in.read() < 0 ? new ReceivedBody.Complete(bytes) : new ReceivedBody.TooLarge();
    }
}
