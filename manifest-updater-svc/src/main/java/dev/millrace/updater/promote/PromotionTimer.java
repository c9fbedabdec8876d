package dev.millrace.updater.promote;

import dev.millrace.updater.promote.plan.PromotionPlan;
import dev.millrace.updater.state.StateFeed;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Plans after each consumed event, and when a promotion is due. */
@ApplicationScoped
public class PromotionTimer {
    private static final Logger LOG = Logger.getLogger(PromotionTimer.class);
    /** The interval after which a moved branch is noticed at the latest. */
    private static final Duration MAX_PAUSE = Duration.ofSeconds(15);

    private static final Duration RETRY_PAUSE = Duration.ofSeconds(2);

    private final Promotions promotions;
    private final StateFeed feed;
    private final Clock clock;
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread = Thread.ofVirtual().name("promotions").unstarted(this::loop);

    public PromotionTimer(Promotions promotions, StateFeed feed, Clock clock, MeterRegistry registry) {
        this.promotions = promotions;
        this.feed = feed;
        this.clock = clock;
        registry.gauge("millrace.updater.promotions.waiting", promotions, PromotionTimer::waiting);
    }

    private static double waiting(Promotions promotions) {
        return promotions.plans().stream()
                .filter(one -> !(one.plan() instanceof PromotionPlan.Nothing))
                .count();
    }

    void start(@Observes StartupEvent event) {
        feed.listen(wake::release);
        thread.start();
    }

    @PreDestroy
    void stop() {
        thread.interrupt();
    }

    private void loop() {
        try {
            Duration pause = MAX_PAUSE;
            while (true) {
                boolean woken = wake.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
                wake.drainPermits();
                pause = feed.isLoaded() ? advance() : MAX_PAUSE;
                LOG.tracef("promotions planned: woken=%b next=%s", woken, pause);
            }
        } catch (InterruptedException e) {
            LOG.debug("promotion timer stopped");
        }
    }

    private Duration advance() {
        try {
            Optional<Instant> next = promotions.advance();
            Duration until =
                    next.map(at -> Duration.between(clock.instant(), at)).orElse(MAX_PAUSE);
            return until.compareTo(MAX_PAUSE) > 0
                    ? MAX_PAUSE
                    : until.isNegative() ? Duration.ZERO : until.plusMillis(1);
        } catch (UncheckedIOException e) {
            LOG.warnf("planning promotions failed, retrying: error=%s", e.getMessage());
            return RETRY_PAUSE;
        } catch (RuntimeException e) {
            LOG.error("planning promotions failed", e);
            return MAX_PAUSE;
        }
    }
}
