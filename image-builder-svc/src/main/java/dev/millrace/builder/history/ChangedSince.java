package dev.millrace.builder.history;

import dev.millrace.builder.plan.ChangeBase;
import dev.millrace.builder.source.ChangedPaths;
import dev.millrace.builder.source.SourceRepository;
import dev.millrace.events.Source;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.ImageName;
import java.time.Duration;
import java.util.Optional;

/** The files that changed since an image was last built for a ref. */
public final class ChangedSince {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final BuiltCommits built;

    public ChangedSince(BuiltCommits built) {
        this.built = built;
    }

    /**
     * Returns the changed files: since the last built commit of the ref, for a new branch since it left the default branch. A tag, the default branch
     * without any image, and a commit that was built already count as changed everywhere.
     */
    public ChangedPaths of(SourceRepository repository, Source source, ImageName image) {
        return ChangeBase.of(source.ref(), built.of(source, image, LIMIT), () -> branchPoint(repository, source))
                .filter(since -> !since.equals(source.commit()))
                .map(since -> repository.changedPaths(since, source.commit()))
                .orElseGet(ChangedPaths.Everything::new);
    }

    private static Optional<CommitId> branchPoint(SourceRepository repository, Source source) {
        if (repository.remoteRefs().head().equals(Optional.of(source.ref()))) {
            return Optional.empty();
        }
        return repository.fetchDefaultBranch().flatMap(tip -> repository.mergeBase(tip, source.commit()));
    }
}
