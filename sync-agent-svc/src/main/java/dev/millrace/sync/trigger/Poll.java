package dev.millrace.sync.trigger;

import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.git.GitUnavailable;
import dev.millrace.messaging.queue.Ticker;
import dev.millrace.sync.Subject;
import dev.millrace.sync.source.Followed;
import dev.millrace.sync.source.Repositories;
import dev.millrace.sync.state.Triggers;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Lists the refs of each repository at an interval: one request, however many applications follow it. A fetch of all followed refs postpones the
 * next request. When there is no other work, mirrors are packed.
 */
public final class Poll implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Poll.class);
    private static final Duration TICK = Duration.ofMillis(250);

    private final Repositories repositories;
    private final Agent agent;
    private final Followers followers;
    private final WorkQueue queue;
    private final Clock clock;
    private final PollTimes times;
    private final Ticker ticker = Ticker.every("poll", TICK, this::tick);
    private List<PollGroup> groups = List.of();
    private long regroupAt = System.nanoTime();

    public Poll(Repositories repositories, Agent agent, Followers followers, WorkQueue queue, Clock clock) {
        this.repositories = repositories;
        this.agent = agent;
        this.followers = followers;
        this.queue = queue;
        this.clock = clock;
        this.times = new PollTimes(clock.instant());
    }

    public void start() {
        ticker.start();
    }

    /** One run: what is due is asked in the background. */
    void tick() {
        sweep();
        if (System.nanoTime() - regroupAt >= 0) {
            regroup();
        }
        groups.forEach(this::tryAskIfDue);
        tidyIfIdle();
    }

    /** Reads all Applications; the longer that takes, the less often. */
    private void regroup() {
        long start = System.nanoTime();
        Collection<Subject> all = followers.all();
        repositories.follow(all.stream().map(Subject::source).toList());
        groups = PollGroup.of(all, repositories::known);
        times.keepOnly(groups.stream().map(group -> group.repository().place()).toList());
        Duration work = Duration.ofNanos(System.nanoTime() - start);
        regroupAt = System.nanoTime() + PollTimes.pauseAfterGrouping(work).toNanos();
    }

    private void sweep() {
        try {
            agent.sweepOnce();
        } catch (UncheckedIOException e) {
            LOG.debugf("records of deleted Applications not removed, will be retried: error=%s", e.getMessage());
        }
    }

    /** Packs mirrors when there is no other work, and stops when there is. */
    private void tidyIfIdle() {
        if (times.isTimeToTidy(clock.instant(), isIdle())) {
            Thread.ofVirtual().name("tidy").start(() -> repositories.tidy(() -> !isIdle()));
        }
    }

    private boolean isIdle() {
        return queue.size() == 0;
    }

    /** A group that can't be polled doesn't stop the others. */
    private void tryAskIfDue(PollGroup group) {
        try {
            askIfDue(group);
        } catch (RuntimeException | Error e) {
            LOG.errorf(
                    e,
                    "repository can't be polled: repository=%s",
                    group.repository().place());
        }
    }

    private void askIfDue(PollGroup group) {
        String place = group.repository().place();
        if (times.isDue(place, clock.instant(), group.asked(), group.every())) {
            Thread.ofVirtual().name("poll-" + place).start(() -> ask(group));
        }
    }

    private void ask(PollGroup group) {
        Map<Followed, List<Subject>> followed = group.followers();
        try {
            group.repository()
                    .moved(followed.keySet())
                    .forEach(moved -> moved(followed.getOrDefault(moved, List.of())));
        } catch (GitUnavailable e) {
            LOG.warnf("repository can't be polled, will be retried: error=%s", e.getMessage());
        }
    }

    private void moved(List<Subject> subjects) {
        Triggers triggers = Triggers.source(clock.instant(), Trigger.POLL);
        subjects.forEach(subject -> agent.asked(subject.uid(), triggers));
    }

    @Override
    public void close() {
        ticker.close();
    }
}
