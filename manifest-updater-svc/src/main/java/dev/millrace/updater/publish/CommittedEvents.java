package dev.millrace.updater.publish;

import dev.millrace.events.Cause;
import dev.millrace.events.ConfigCommitted;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.wire.Envelope;
import dev.millrace.git.commit.Commit;
import dev.millrace.updater.repository.ConfigRepository;
import dev.millrace.updater.trailer.OurTrailers;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Builds the event of a ref that moved, from the content of the mirror. */
final class CommittedEvents {
    private static final String SERVICE = "manifest-updater-svc";
    private static final int MAX_CAUSES = 1000;

    private CommittedEvents() {}

    /** @param move the move to a commit that the mirror holds, or a deletion */
    static Envelope<ConfigCommitted> of(ConfigRepository repository, RefMove move, Instant now) {
        return move.commit().isNone() ? deleted(repository, move, now) : updated(repository, move, now);
    }

    private static Envelope<ConfigCommitted> updated(ConfigRepository repository, RefMove move, Instant now) {
        Commit commit = repository.mirror().commit(move.commit());
        Optional<CommitId> parent = commit.parents().stream().findFirst();
        boolean known = !move.before().isNone() && repository.mirror().contains(move.before());
        List<String> all = repository.mirror().changedPaths(known ? Optional.of(move.before()) : parent, commit.id());
        List<String> paths = all.subList(0, Math.min(all.size(), ConfigCommitted.MAX_PATHS));
        boolean ours = repository.isOurs(commit);
        CarriedUpdates carried = CarriedUpdates.of(repository, move);
        List<Cause> causes = carried.updates().stream()
                .map(written -> new Cause(written.chain(), written.event()))
                .distinct()
                .limit(MAX_CAUSES)
                .toList();
        ConfigCommitted event = new ConfigCommitted(
                repository.id(),
                move.ref(),
                move.before(),
                commit.id(),
                parent,
                paths,
                all.size() - paths.size(),
                carried.edits(),
                ours ? OurTrailers.origin(commit) : ConfigCommitted.Origin.HUMAN,
                causes,
                commit.committedAt());
        Optional<Cause> only = causes.size() == 1 ? Optional.of(causes.getFirst()) : Optional.empty();
        Optional<EventId> causation = only.map(Cause::eventId);
        ChainId chain = only.map(Cause::chainId).orElseGet(() -> ChainId.of(repository.id(), commit.id()));
        return new Envelope<>(event, SERVICE, now, chain, causation, OurTrailers.trace(commit));
    }

    private static Envelope<ConfigCommitted> deleted(ConfigRepository repository, RefMove move, Instant now) {
        ConfigCommitted event = new ConfigCommitted(
                repository.id(),
                move.ref(),
                move.before(),
                CommitId.NONE,
                Optional.empty(),
                List.of(),
                0,
                List.of(),
                ConfigCommitted.Origin.HUMAN,
                List.of(),
                now);
        return Envelope.first(event, SERVICE, now, ChainId.of(repository.id(), move.before()), Optional.empty());
    }
}
