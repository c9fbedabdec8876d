package dev.millrace.builder.intake.git;

import dev.millrace.builder.source.SourceRepositories;
import dev.millrace.builder.source.SourceRepository;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.webhook.PushNotice;
import dev.millrace.git.webhook.PushStore;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Stores the pushes to configured repositories, of refs that are built. */
public final class PushIntake implements PushStore {
    private static final int MAX_AT_ONCE = 64;

    private final RepositoryAliases aliases;
    private final SourceRepositories repositories;
    private final UnknownRepositories unknown;
    private final Changes changes;
    private final Consumer<String> ignored;

    /** The publisher of moved refs, which returns when Kafka has acknowledged the event. */
    @FunctionalInterface
    public interface Changes {
        void publish(RepositoryId repository, GitRef ref, CommitId before, CommitId after);
    }

    /** @param ignored counts ignored refs, by a constant word */
    public PushIntake(
            RepositoryAliases aliases,
            SourceRepositories repositories,
            UnknownRepositories unknown,
            Changes changes,
            Consumer<String> ignored) {
        this.aliases = aliases;
        this.repositories = repositories;
        this.unknown = unknown;
        this.changes = changes;
        this.ignored = ignored;
    }

    @Override
    public int store(List<PushNotice> notices) {
        // The last one of a ref counts; the order of different refs is of no importance.
        Map<GitRef, PushNotice> stored = new LinkedHashMap<>();
        for (PushNotice notice : notices) {
            RepositoryId id = aliases.resolve(notice.repository());
            Optional<SourceRepository> repository = repositories.of(id);
            if (repository.isEmpty()) {
                unknown.add(notice.repository());
                ignored.accept("unknown-repository");
            } else if (!repository.get().builds(notice.ref()) || notice.after().isNone()) {
                ignored.accept("ref-not-built");
            } else {
                stored.put(notice.ref(), new PushNotice(id, notice.ref(), notice.before(), notice.after()));
            }
        }
        if (!stored.isEmpty()) {
            publish(stored.values());
        }
        return stored.size();
    }

    /** Many refs at once, because a host doesn't wait for thousands of acknowledgements in a row. */
    private void publish(Collection<PushNotice> notices) {
        if (notices.size() == 1) {
            notices.forEach(this::publish);
            return;
        }
        try (ExecutorService threads =
                Executors.newFixedThreadPool(MAX_AT_ONCE, Thread.ofVirtual().factory())) {
            CompletableFuture<?>[] published = notices.stream()
                    .map(notice -> CompletableFuture.runAsync(() -> publish(notice), threads))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(published).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof UncheckedIOException unavailable) {
                throw unavailable;
            }
            throw e;
        }
    }

    private void publish(PushNotice notice) {
        changes.publish(notice.repository(), notice.ref(), notice.before(), notice.after());
    }
}
