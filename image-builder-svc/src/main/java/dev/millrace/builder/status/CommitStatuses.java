package dev.millrace.builder.status;

import dev.millrace.builder.build.BuildProgress;
import dev.millrace.builder.journal.BuildIds;
import dev.millrace.builder.journal.BuildKey;
import dev.millrace.builder.plan.ImagePlan;
import dev.millrace.events.BuildFailed;
import dev.millrace.events.Event;
import dev.millrace.events.ImageBuilt;
import dev.millrace.events.Source;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.wire.Envelope;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Sets the statuses of commits. The final status follows from its event and is retried until the host has it. A refused one is counted, and is a
 * warning in the health of the service until the host accepts another one. The pending status is set once and before the build begins, so it never
 * replaces the final one.
 */
public final class CommitStatuses implements BuildProgress {
    private static final Logger LOG = Logger.getLogger(CommitStatuses.class);

    private final StatusHosts hosts;
    private final StatusTexts texts;
    private final LatestResults results;
    private final BuildIds ids;
    private final Consumer<String> failures;
    private final Map<RepositoryId, String> refusals = new ConcurrentHashMap<>();

    /** @param failures counts failures, by one of a few constants */
    public CommitStatuses(
            StatusHosts hosts, StatusTexts texts, LatestResults results, BuildIds ids, Consumer<String> failures) {
        this.hosts = hosts;
        this.texts = texts;
        this.results = results;
        this.ids = ids;
        this.failures = failures;
    }

    @Override
    public void begins(ImagePlan plan) {
        setBriefly(plan.source().repository(), texts.pending(plan), reason -> failures.accept("status-refused"));
    }

    @Override
    public void tested(ImagePlan plan) {
        RepositoryId repository = plan.source().repository();
        setBriefly(repository, texts.tested(plan), reason -> refused(repository, reason));
    }

    private void setBriefly(RepositoryId repository, CommitStatus status, Consumer<String> onRefusal) {
        hosts.of(repository).ifPresent(host -> {
            try {
                switch (host.setBriefly(status)) {
                    case StatusOutcome.Accepted accepted -> refusals.remove(repository);
                    case StatusOutcome.Refused refused -> onRefusal.accept(refused.reason());
                }
            } catch (UncheckedIOException e) {
                failures.accept("status-unavailable");
                LOG.debugf("commit status not set: repository=%s error=%s", repository, e.getMessage());
            }
        });
    }

    /**
     * Sets the final status of a build. An event without a commit, of a repository without statuses, or from before the last result sets none.
     *
     * @throws UncheckedIOException if the host is unavailable; the event is retried
     */
    public void finished(Envelope<? extends Event> envelope) {
        switch (envelope.event()) {
            case ImageBuilt built -> built.source().ifPresent(source -> built(envelope, built, source));
            case BuildFailed failed ->
                finished(envelope, failed.repository(), StatusTexts.key(failed), id -> texts.failed(failed, id));
            default -> throw new IllegalArgumentException("only results of builds have a commit status");
        }
    }

    private void built(Envelope<? extends Event> envelope, ImageBuilt built, Source source) {
        BuildKey key = new BuildKey(source.repository(), source.commit(), built.image());
        finished(envelope, source.repository(), Optional.of(key), id -> texts.built(built, source, id));
    }

    private interface Status {
        CommitStatus of(Optional<String> build);
    }

    private void finished(
            Envelope<? extends Event> envelope, RepositoryId repository, Optional<BuildKey> key, Status status) {
        Optional<StatusHost> host = hosts.of(repository);
        if (host.isEmpty() || results.isOutdated(envelope)) {
            return;
        }
        switch (host.get().set(status.of(key.flatMap(ids::of)))) {
            case StatusOutcome.Accepted accepted -> refusals.remove(repository);
            case StatusOutcome.Refused refused -> refused(repository, refused.reason());
        }
    }

    private void refused(RepositoryId repository, String reason) {
        failures.accept("status-refused");
        if (refusals.put(repository, reason) == null) {
            LOG.warnf(
                    "commit statuses are refused, check the token and its rights: repository=%s error=%s",
                    repository, reason);
        }
    }

    /** The reason of the last refusal of each repository whose host has accepted no status since. */
    public Map<RepositoryId, String> refusals() {
        return Map.copyOf(refusals);
    }
}
