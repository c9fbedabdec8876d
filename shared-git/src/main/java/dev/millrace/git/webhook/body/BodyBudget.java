package dev.millrace.git.webhook.body;

/**
 * The bytes that all bodies in flight may use. Senders that are not verified share one half of it, so that they can't exclude the others. Thread-safe.
 */
public final class BodyBudget {
    private final long maxBytes;
    private long used;
    private long usedByUnverified;

    public BodyBudget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The part of one request, empty at first. It ends with the request. */
    public final class Share implements AutoCloseable {
        private final boolean verified;
        private long bytes;

        private Share(boolean verified) {
            this.verified = verified;
        }

        /** Enlarges this share to at least some bytes. Returns false if the budget doesn't have them now. */
        boolean reserve(long atLeast) {
            synchronized (BodyBudget.this) {
                long more = Math.max(0, atLeast - bytes);
                if (more > free(verified)) {
                    return false;
                }
                add(more);
                return true;
            }
        }

        private void add(long more) {
            bytes += more;
            used += more;
            usedByUnverified += verified ? 0 : more;
        }

        @Override
        public void close() {
            synchronized (BodyBudget.this) {
                add(-bytes);
            }
        }
    }

    /**
     * Opens the share of a request.
     *
     * @param verified true if its sender has proved before that it knows a secret
     */
    public Share share(boolean verified) {
        return new Share(verified);
    }

    private long free(boolean verified) {
        long free = maxBytes - used;
        return verified ? free : Math.min(free, maxBytes / 2 - usedByUnverified);
    }

    /** The bytes in use. */
    public synchronized long used() {
        return used;
    }
}
