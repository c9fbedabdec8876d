package dev.millrace.drift.audit;

import dev.millrace.events.DriftDetected;
import dev.millrace.events.DriftDetected.Change;
import dev.millrace.events.DriftDetected.FieldDrift;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Decides whose write made a drift: the one user who wrote in the time in question, and nobody if there were two. */
final class Attributor {
    /** The time before a detection in which its write is searched for if the API server records no time. */
    static final Duration LOOK_BACK = Duration.ofSeconds(10);

    private Attributor() {}

    /**
     * Returns the last of the writes that may have made the drift, if all of them are of one user.
     *
     * @param known the writes to the object; nobody is named if one in the time in question may be missing
     */
    static Optional<AuditWrite> of(DriftDetected drift, KnownWrites known) {
        Instant from = earliest(drift);
        if (from.isBefore(known.since())) {
            return Optional.empty();
        }
        List<AuditWrite> candidates = known.writes().stream()
                .filter(write -> write.isDeletion() == isDeletion(drift.change()))
                .filter(write ->
                        !write.completed().isBefore(from) && !write.received().isAfter(drift.detectedAt()))
                .toList();
        long users = candidates.stream().map(AuditWrite::user).distinct().count();
        return users == 1 ? candidates.stream().max(Comparator.comparing(AuditWrite::completed)) : Optional.empty();
    }

    private static boolean isDeletion(Change change) {
        return change == Change.Missing || change == Change.Terminating;
    }

    /** The time of the first write that the fields name, which the API server records in whole seconds. */
    private static Instant earliest(DriftDetected drift) {
        Instant unknown = drift.detectedAt().minus(LOOK_BACK);
        boolean isTimed = drift.change() == Change.Modified
                && !drift.fields().isEmpty()
                && drift.fields().stream().allMatch(field -> field.time().isPresent());
        return isTimed
                ? drift.fields().stream()
                        .map(FieldDrift::time)
                        .flatMap(Optional::stream)
                        .min(Comparator.naturalOrder())
                        .orElse(unknown)
                        .truncatedTo(ChronoUnit.SECONDS)
                : unknown;
    }
}
