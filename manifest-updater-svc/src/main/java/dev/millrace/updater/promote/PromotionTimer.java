package dev.millrace.updater.promote;

import dev.millrace.messaging.queue.Ticker;
import dev.millrace.updater.promote.plan.PromotionPlan;
import dev.millrace.updater.state.Deployments;
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
    private final Ticker ticker = new Ticker("promotions", MAX_PAUSE, this::advance);

    public PromotionTimer(
            Promotions promotions, StateFeed feed, Deployments deployments, Clock clock, MeterRegistry registry) {
        this.promotions = promotions;
        this.feed = feed;
        this.clock = clock;
        registry.gauge("millrace.updater.promotions.waiting", promotions, PromotionTimer::waiting);
        registry.gauge("millrace.updater.cluster.names.shared", deployments, Deployments::conflicts);
    }

    private static double waiting(Promotions promotions) {
        return promotions.plans().stream()
                .filter(one -> !(one.plan() instanceof PromotionPlan.Nothing))
                .count();
    }

    void start(@Observes StartupEvent event) {
        feed.listen(ticker::wake);
        ticker.start();
    }

    @PreDestroy
    void stop() {
        ticker.close();
    }

    /** Advances what is due, and returns the time until something is due again. */
    private Duration advance() {
        if (!feed.isLoaded()) {
            return MAX_PAUSE;
        }
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
        }
    }
}
