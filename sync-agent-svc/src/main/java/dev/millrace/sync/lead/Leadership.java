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
 * Of several agents, the one that holds the Lease leads.
 *
 * <p>Clocks of different machines are never compared: another's Lease is over when it has not changed for its duration as this process
 * measured it, and this agent's own leadership ends by itself two thirds of the duration after the last renewal that succeeded was
 * sent. So it is over here before anyone else may begin, however long the API server was not heard or this process stood still.
 */
public final class Leadership implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Leadership.class);
    private static final String LEASE = "sync-agent";
    private static final long JOIN_SECONDS = 5;

    /** What is told of it, one after the other. */
    public interface Listener {
        void elected();

        void deposed();
    }

    private final LeaseObject lease;
    private final String identity;
    private final long duration;
    private final Clock clock;
    private final ExecutorService told = Executors.newSingleThreadExecutor(
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
     * @param identity differs from that of every other agent that may run; who starts again with the same one leads at once
     * @param duration how long a leader that is not heard of is still taken for one
     */
    public Leadership(KubernetesClient client, String namespace, String identity, Duration duration, Clock clock) {
        this.lease = new LeaseObject(client, namespace, LEASE, duration, clock);
        this.identity = identity;
        this.duration = duration.toNanos();
        this.clock = clock;
        this.renewed = now();
    }

    /** A moment by both clocks: one of them stands still while the machine sleeps, the other one may be set. */
    private record Moment(long nanos, Instant time) {}

    private Moment now() {
        return new Moment(System.nanoTime(), clock.instant());
    }

    /** Wants to lead from now on. */
    public synchronized void start(Listener listener) {
        thread = Thread.ofPlatform().name("leadership").daemon().start(() -> run(listener));
    }

    /** Whether this agent may change the cluster at this moment. */
    public boolean isHeld() {
        return leading && !resigned && isFresh();
    }

    private boolean isFresh() {
        Moment now = now();
        long most = duration / 3 * 2;
        return now.nanos() - renewed.nanos() < most
                && Duration.between(renewed.time(), now.time()).toNanos() < most;
    }

    private void run(Listener listener) {
        while (!stopping) {
            try {
                look(listener);
            } catch (KubernetesClientException e) {
                LOG.debugf("the lease can't be asked for, will be again: why=HTTP status %d", e.getCode());
            } catch (RuntimeException e) { // the outermost loop: the next look tries again
                LOG.errorf(e, "a bug; the lease will be asked for again");
            }
            if (leading && !resigned && !isHeld()) {
                lose(listener);
            }
            LockSupport.parkNanos(duration / 15);
        }
    }

    private void look(Listener listener) {
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
            told.execute(listener::elected);
        }
    }

    private void lose(Listener listener) {
        leading = false;
        held = null;
        LOG.warnf("leads no longer: identity=%s", identity);
        told.execute(listener::deposed);
    }

    /** May change the cluster no longer; the Lease stays its own until it is closed or the Lease is over. */
    public void resign() {
        resigned = true;
        stopping = true;
    }

    /** Leads no longer, and lets the next one begin at once: what this one does must have ended. */
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
        told.shutdown(); // when nothing more is told
        Lease mine = held;
        if (leading && isFresh() && mine != null) {
            leading = false;
            try {
                lease.release(mine);
            } catch (KubernetesClientException e) {
                LOG.warnf("the lease stays until it is over: why=HTTP status %d", e.getCode());
            }
        }
    }
}
