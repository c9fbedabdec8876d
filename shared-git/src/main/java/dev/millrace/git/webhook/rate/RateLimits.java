package dev.millrace.git.webhook.rate;

/**
 * The rates of requests.
 *
 * @param perAddress requests per second from one address
 * @param perRepository verified deliveries per second for one repository
 * @param rejectedPerMinute rejected requests per minute from one address that has not been verified lately
 */
public record RateLimits(int perAddress, int perRepository, int rejectedPerMinute) {
    /** More than hosts send, even to a receiver for many repositories behind one address. */
    public static final RateLimits DEFAULT = new RateLimits(300, 300, 60);

    public RateLimits {
        if (perAddress < 1 || perRepository < 1 || rejectedPerMinute < 1) {
            throw new IllegalArgumentException("a rate limit is at least 1");
        }
    }
}
