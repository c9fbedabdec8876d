package dev.millrace.builder.source.poll;

import dev.millrace.builder.source.SourceRepository;
import dev.millrace.git.remote.RemoteRefs;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;

/** Finds changes on the git host for which no webhook arrived. Of several instances, those with nothing to announce publish nothing. */
@ApplicationScoped
public class SourcePoll {
    private static final Duration LOADING = Duration.ofSeconds(60);

    private final SourceChangePublisher changes;
    private final Announcements announcements;
    private final Clock clock;

    public SourcePoll(SourceChangePublisher changes, Announcements announcements, Clock clock) {
        this.changes = changes;
        this.announcements = announcements;
        this.clock = clock;
    }

    /**
     * Publishes each ref that differs from its last announcement.
     *
     * @throws java.io.UncheckedIOException if the host or Kafka is unavailable
     */
    public void poll(SourceRepository repository) {
        announcements.awaitLoaded(LOADING);
        // Read before the host is asked: what is announced meanwhile may be newer than the host's answer.
        AnnouncedRefs before = announcements.of(repository.id());
        RemoteRefs host = repository.remoteRefs();
        if (host.all().keySet().stream().filter(repository::builds).count() > RefLog.MAX_REFS) {
            throw new IllegalStateException("more than " + RefLog.MAX_REFS + " refs of " + repository.id()
                    + " match; narrow the refs of the repository in the configuration of the service");
        }
        PollPlan plan = PollPlan.of(host, before, repository.patterns(), repository::committedAt, clock.instant());
        for (PollPlan.Move move : plan.moves()) {
            if (announcements.tip(repository.id(), move.ref()).equals(before.tip(move.ref()))) {
                changes.publish(repository.id(), move.ref(), move.before(), move.after());
            }
        }
        plan.records().forEach(record -> changes.record(repository.id(), record));
        repository.tidy();
    }
}
