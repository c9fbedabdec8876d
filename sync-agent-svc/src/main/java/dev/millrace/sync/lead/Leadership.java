package dev.millrace.sync.lead;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Leader election: of several agents, the one that holds the Lease is the leader.
 *
 * <p>Clocks of different machines are never compared: the Lease of another agent has expired when it has not changed for its duration as this
 * process measured it, and this agent's own leadership ends two thirds of the duration after the last successful renewal was sent. So it ends
 * here before another agent may begin, however long the API server was unreachable or this process was suspended.
 */
public final class Leadership implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Leadership.class);
    private static final String LEASE = "sync-agent";
    private static final long JOIN_SECONDS = 5;

    /** The receiver of changes of leadership, one at a time. */
    public interface Listener {
        void elected();

        void deposed();
    }

    private final LeaseObject lease;
    private final String identity;
    private final long duration;
    private final Clock clock;
    private final ExecutorService notifications = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("leadership").factory());
    private volatile boolean stopping;
    private volatile boolean leading;
    private volatile boolean resigned;
    private volatile Moment renewed;
    private @Nullable Lease held;
    private String seenVersion = "";
    private long seenSince;
    private @Nullable Thread thread;

    /**
     * @param identity differs from that of every other agent that may run; an agent that restarts with the same one is the leader at once
     * @param duration the time for which a leader stays the leader without renewing the Lease
     */
    public Leadership(KubernetesClient client, String namespace, String identity, Duration duration, Clock clock) {
        this.lease = new LeaseObject(client, namespace, LEASE, duration, clock);
        this.identity = identity;
        this.duration = duration.toNanos();
        this.clock = clock;
        this.renewed = now();
    }

    /** A moment by both clocks: one of them stops while the machine sleeps, the other one may be set. */
    private record Moment(long nanos, Instant time) {}

    private Moment now() {
        return new Moment(System.nanoTime(), clock.instant());
    }

    /** Takes part in the election from now on. */
    public synchronized void start(Listener listener) {
        thread = Thread.ofPlatform().name("leadership").daemon().start(() -> run(listener));
    }

    /** Returns true if this agent may change the cluster at this moment. */
    public boolean isHeld() {
        return leading && !resigned && isFresh();
    }

    private boolean isFresh() {
        Moment now = now();
        long limit = duration / 3 * 2;
        return now.nanos() - renewed.nanos() < limit
                && Duration.between(renewed.time(), now.time()).toNanos() < limit;
    }

    private void run(Listener listener) {
        while (!stopping) {
            try {
                check(listener);
            } catch (KubernetesClientException e) {
                LOG.debugf("lease request failed, will be retried: error=HTTP status %d", e.getCode());
            } catch (RuntimeException e) { // the outermost loop: the next check tries again
                LOG.errorf(e, "a bug; the lease request will be retried");
            }
            if (leading && !resigned && !isHeld()) {
                lose(listener);
            }
            LockSupport.parkNanos(duration / 15);
        }
    }

    private void check(Listener listener) {
        Moment now = now();
        if (isHeld() && held != null) {
            if (now.nanos() - renewed.nanos() >= duration / 5) {
                renewed(lease.renew(held), now, listener);
            }
            return;
        }
        Optional<Lease> found = lease.read();
        if (found.isEmpty()) {
            renewed(lease.create(identity), now, listener);
        } else if (LeaseObject.holder(found.get()).equals(identity)) {
            renewed(lease.renew(found.get()), now, listener);
        } else if (isOver(found.get())) {
            renewed(lease.take(found.get(), identity), now, listener);
        }
    }

    private boolean isOver(Lease found) {
        long now = System.nanoTime();
        String version = found.getMetadata().getResourceVersion();
        if (!version.equals(seenVersion)) {
            seenVersion = version;
            seenSince = now;
        }
        Integer seconds = found.getSpec().getLeaseDurationSeconds();
        long theirs = seconds == null ? duration : TimeUnit.SECONDS.toNanos(seconds);
        return LeaseObject.holder(found).isEmpty() || now - seenSince > theirs;
    }

    private void renewed(Optional<Lease> stored, Moment sent, Listener listener) {
        if (stored.isEmpty()) {
            if (leading) {
                lose(listener);
            }
            return;
        }
        held = stored.get();
        renewed = sent;
        if (!leading) {
            leading = true;
            LOG.infof("leads: identity=%s", identity);
            notifications.execute(listener::elected);
        }
    }

    private void lose(Listener listener) {
        leading = false;
        held = null;
        LOG.warnf("leads no longer: identity=%s", identity);
        notifications.execute(listener::deposed);
    }

    /** Gives up the right to change the cluster; the Lease stays with this agent until it is closed or the Lease expires. */
    public void resign() {
        resigned = true;
        stopping = true;
    }

    /** Gives up leadership and releases the Lease, so that the next leader can begin at once: the work of this one must have ended. */
    @Override
    public synchronized void close() {
        stopping = true;
        Thread running = thread;
        thread = null;
        if (running == null) {
            return;
        }
        LockSupport.unpark(running);
        try {
            running.join(TimeUnit.SECONDS.toMillis(JOIN_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        notifications.shutdown(); // the election has ended, so none follows
        Lease mine = held;
        if (leading && isFresh() && mine != null) {
            leading = false;
            try {
                lease.release(mine);
            } catch (KubernetesClientException e) {
                LOG.warnf("lease not released, it stays until it expires: error=HTTP status %d", e.getCode());
            }
        }
    }
}
