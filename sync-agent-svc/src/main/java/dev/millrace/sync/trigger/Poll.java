package dev.millrace.sync.trigger;

import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.git.GitUnavailable;
import dev.millrace.messaging.queue.Ticker;
import dev.millrace.sync.Subject;
import dev.millrace.sync.source.Followed;
import dev.millrace.sync.source.Repositories;
import dev.millrace.sync.source.Repository;
import dev.millrace.sync.source.Source;
import dev.millrace.sync.state.Triggers;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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

    private void tick() {
        sweep();
        Collection<Subject> all = followers.all();
        repositories.follow(all.stream().map(Subject::source).toList());
        Map<String, List<Subject>> byMirror = all.stream()
                .filter(subject -> !subject.suspended())
                .flatMap(subject -> repositories.known(subject.source()).map(Repository::place).stream()
                        .map(place -> Map.entry(place, subject)))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        times.keepOnly(byMirror.keySet());
        byMirror.values().forEach(this::askIfDue);
        tidyIfIdle();
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

    private void askIfDue(List<Subject> subjects) {
        Source source = subjects.getFirst().source();
        Optional<Repository> repository = repositories.known(source);
        if (repository.isEmpty()) {
            return;
        }
        Instant last = subjects.stream()
                .map(subject -> repository.get().asked(subject.source().followed()))
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
        Duration every =
                subjects.stream().map(Subject::poll).min(Duration::compareTo).orElse(Duration.ofMinutes(1));
        if (times.isDue(repository.get().place(), clock.instant(), last, every)) {
            Thread.ofVirtual().name("poll-" + source.repository()).start(() -> ask(repository.get(), subjects));
        }
    }

    private void ask(Repository repository, Collection<Subject> subjects) {
        Map<Followed, List<Subject>> followed = subjects.stream()
                .collect(Collectors.groupingBy(subject -> subject.source().followed()));
        try {
            repository.moved(followed.keySet()).forEach(moved -> moved(followed.getOrDefault(moved, List.of())));
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
