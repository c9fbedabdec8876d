package dev.millrace.builder.intake;

import dev.millrace.builder.source.SourceRepository;
import jakarta.enterprise.context.ApplicationScoped;

/** Looks at repositories on their host, for what no webhook told of. */
@ApplicationScoped
public class SourceLooks {
    private final SourceAnnouncer announcer;

    public SourceLooks(SourceAnnouncer announcer) {
        this.announcer = announcer;
    }

    /** Tells of each ref that stands elsewhere than when it was fetched last. */
    public void all(SourceRepository repository) {
        repository.moved().forEach((ref, tip) -> announcer.moved(repository.id(), ref, repository.lastSeen(ref), tip));
        repository.tidy();
    }
}
