package dev.millrace.git.webhook.rate;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The rates of all senders: each address and each repository has its own, so that none takes another's place. An address that was verified within the
 * last hour isn't slowed down by rejected requests. Thread-safe.
 */
public final class SenderRates {
    private static final int MAX_SENDERS = 10_000;
    private static final long VERIFIED_NANOS = Duration.ofHours(1).toNanos();
    private static final int BURST_SECONDS = 2;
    private static final double SECONDS_PER_MINUTE = 60;

    private final RateLimits limits;
    private final LongSupplier nanoTime;
    private final Map<SenderAddress, TokenBucket> requests = new RecentlyUsed<>(MAX_SENDERS);
    private final Map<SenderAddress, TokenBucket> rejections = new RecentlyUsed<>(MAX_SENDERS);
    private final Map<String, TokenBucket> repositories = new RecentlyUsed<>(MAX_SENDERS);
    private final Map<SenderAddress, Long> verified = new RecentlyUsed<>(MAX_SENDERS);

    /** @param nanoTime a clock such as {@link System#nanoTime()} */
    public SenderRates(RateLimits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    /** Counts a request. Returns how long its sender must wait; empty if it is admitted. */
    public synchronized Optional<Duration> admit(SenderAddress sender) {
        long now = nanoTime.getAsLong();
        if (!isVerified(sender)) {
            Optional<Duration> pause =
                    Optional.ofNullable(rejections.get(sender)).flatMap(bucket -> bucket.pause(now));
            if (pause.isPresent()) {
                return pause;
            }
        }
        return requests.computeIfAbsent(sender, key -> perSecond(limits.perAddress(), now))
                .take(now);
    }

    /** Counts a delivery for a repository. Returns how long its sender must wait; empty if it is admitted. */
    public synchronized Optional<Duration> admitRepository(String repository) {
        long now = nanoTime.getAsLong();
        return repositories
                .computeIfAbsent(repository, key -> perSecond(limits.perRepository(), now))
                .take(now);
    }

    /** Records that a sender has proved nothing. */
    public synchronized void reject(SenderAddress sender) {
        long now = nanoTime.getAsLong();
        rejections
                .computeIfAbsent(
                        sender,
                        key -> new TokenBucket(
                                limits.rejectedPerMinute(), limits.rejectedPerMinute() / SECONDS_PER_MINUTE, now))
                .take(now);
    }

    /** Records that a sender has proved to know a secret. */
    public synchronized void verify(SenderAddress sender) {
        verified.put(sender, nanoTime.getAsLong());
    }

    /** Returns true if the sender was verified lately. */
    public synchronized boolean isVerified(SenderAddress sender) {
        Long since = verified.get(sender);
        return since != null && nanoTime.getAsLong() - since < VERIFIED_NANOS;
    }

    private static TokenBucket perSecond(int rate, long now) {
        return new TokenBucket((double) rate * BURST_SECONDS, rate, now);
    }
}
