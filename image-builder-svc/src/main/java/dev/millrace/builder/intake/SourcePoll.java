package dev.millrace.builder.intake;

import dev.millrace.builder.source.SourceRepository;
import jakarta.enterprise.context.ApplicationScoped;

/** Finds changes on the git host for which no webhook arrived. */
@ApplicationScoped
public class SourcePoll {
    private final SourceChangePublisher changes;

    public SourcePoll(SourceChangePublisher changes) {
        this.changes = changes;
    }

    /** Publishes each ref that moved since the last fetch. */
    public void poll(SourceRepository repository) {
        repository
                .moved()
                .forEach((ref, tip) -> changes.publish(repository.id(), ref, repository.lastFetched(ref), tip));
        repository.tidy();
    }
}
