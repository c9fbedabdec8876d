package dev.millrace.sync.lead;

import dev.millrace.messaging.loop.Loops;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
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
    private final LeaseTerm term;
    private final Clock clock;
    private final ExecutorService notifications = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("leadership").factory());
    private volatile boolean stopping;
    private volatile boolean leading;
    private volatile boolean resigned;
    private volatile boolean failed;
    private volatile Moment renewed;
    private @Nullable Lease held;
    private LeaseMove.Sighting sighting = LeaseMove.Sighting.NONE;
    private @Nullable Thread thread;
    private @Nullable Listener listener;
    private volatile Loops.@Nullable Loop loop;

    /**
     * @param identity differs from that of every other agent that may run; an agent that restarts with the same one is the leader at once
     * @param duration the time for which a leader stays the leader without renewing the Lease
     */
    public Leadership(KubernetesClient client, String namespace, String identity, Duration duration, Clock clock) {
        this.lease = new LeaseObject(client, namespace, LEASE, duration, clock);
        this.identity = identity;
        this.term = new LeaseTerm(duration);
        this.clock = clock;
        this.renewed = Moment.now(clock);
    }

    /** Takes part in the election from now on. */
    public synchronized void start(Listener receiver) {
        listener = receiver;
        Thread started = Thread.ofPlatform().name("leadership").daemon().unstarted(() -> run(receiver));
        loop = Loops.register("leadership", started);
        thread = started;
        started.start();
    }

    /** If this agent is the leader, its work begins again as after an election. */
    public synchronized void beginAgain() {
        Listener receiver = listener;
        if (receiver != null && !stopping) {
            publish(() -> {
                if (isHeld()) {
                    receiver.elected();
                }
            });
        }
    }

    /** Returns true if this agent may change the cluster at this moment. */
    public boolean isHeld() {
        return leading && !resigned && isFresh();
    }

    private boolean isFresh() {
        return term.isFresh(renewed, Moment.now(clock));
    }

    private void run(Listener listener) {
        while (!stopping && !failed) {
            try {
                check(listener);
            } catch (KubernetesClientException e) {
                LOG.debugf("lease request failed, will be retried: error=HTTP status %d", e.getCode());
            } catch (RuntimeException | Error e) { // the outermost loop: the next check tries again
                LOG.errorf(e, "a bug; the lease request will be retried");
            }
            if (leading && !resigned && !isHeld()) {
                lose(listener);
            }
            LockSupport.parkNanos(term.pauseNanos());
        }
    }

    private void check(Listener listener) {
        Moment now = Moment.now(clock);
        if (isHeld() && held != null) {
            if (term.isRenewalDue(renewed, now)) {
                renewed(lease.renew(held), now, listener);
            }
            return;
        }
        Optional<Lease> found = lease.read();
        long read = System.nanoTime();
        found.ifPresent(there -> sighting = sighting.next(there, read));
        switch (LeaseMove.of(found, identity, sighting, read, term.duration())) {
            case CREATE -> renewed(lease.create(identity), now, listener);
            case RENEW -> renewed(lease.renew(found.orElseThrow()), now, listener);
            case TAKE -> renewed(lease.take(found.orElseThrow(), identity), now, listener);
            case WAIT -> {}
        }
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
            publish(listener::elected);
        }
    }

    private void lose(Listener listener) {
        leading = false;
        held = null;
        LOG.warnf("leads no longer: identity=%s", identity);
        publish(listener::deposed);
    }

    private void closeLoop() {
        Optional.ofNullable(loop).ifPresent(Loops.Loop::close);
    }

    /** An agent that holds the Lease and has not begun to work would stop delivery: without its thread, liveness fails. */
    private void publish(Runnable notification) {
        notifications.execute(() -> {
            try {
                notification.run();
            } catch (RuntimeException | Error e) {
                LOG.error("a bug; leadership ends with this process", e);
                failed = true;
            }
        });
    }

    /** Gives up the right to change the cluster; the Lease stays with this agent until it is closed or the Lease expires. */
    public void resign() {
        closeLoop();
        resigned = true;
        stopping = true;
    }

    /** Gives up leadership and releases the Lease, so that the next leader can begin at once: the work of this one must have ended. */
    @Override
    public synchronized void close() {
        closeLoop();
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
