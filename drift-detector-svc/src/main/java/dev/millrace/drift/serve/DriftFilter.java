package dev.millrace.drift.serve;

import dev.millrace.events.DriftDetected;
import dev.millrace.events.DriftDetected.Change;
import dev.millrace.events.DriftDetected.FieldDrift;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The conditions of a request; all given ones must hold.
 *
 * @param application {@code <cluster>/<namespace>/<name>}, or without the cluster
 * @param namespace the object's namespace
 * @param manager a field manager that owns one of the fields
 * @param since the time of the event at the earliest
 */
record DriftFilter(
        Optional<String> application,
        Optional<String> kind,
        Optional<String> namespace,
        Optional<String> manager,
        Optional<Change> change,
        Optional<Instant> since) {

    boolean accepts(DriftDetected event) {
        return isOf(event.application().toString())
                && fits(kind, Optional.of(event.object().kind()))
                && fits(namespace, event.object().namespace())
                && (manager.isEmpty()
                        || event.fields().stream().map(FieldDrift::manager).anyMatch(manager::equals))
                && fits(change, Optional.of(event.change()))
                && since.filter(event.detectedAt()::isBefore).isEmpty();
    }

    private boolean isOf(String id) {
        return application
                .filter(requested -> !id.equals(requested) && !id.endsWith("/" + requested))
                .isEmpty();
    }

    private static <T> boolean fits(Optional<T> requested, Optional<T> value) {
        return requested.isEmpty() || requested.equals(value);
    }

    /** @throws IllegalArgumentException if there is no such change; the message lists the valid ones */
    static Optional<Change> change(Optional<String> text) {
        return text.map(name -> Arrays.stream(Change.values())
                .filter(change -> change.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("change: one of "
                        + Arrays.stream(Change.values()).map(Change::name).collect(Collectors.joining(", "))
                        + " is needed")));
    }

    /**
     * Reads a time, or a duration before now.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static Optional<Instant> since(Optional<String> text, Instant now) {
        return text.map(value -> {
            try {
                return value.startsWith("P") ? now.minus(Duration.parse(value)) : Instant.parse(value);
            } catch (DateTimeException | ArithmeticException e) {
                throw new IllegalArgumentException(
                        "since: a time such as 2026-03-14T09:00:00Z or a duration such as PT1H is needed", e);
            }
        });
    }
}
