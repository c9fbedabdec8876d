package dev.millrace.updater.promote.plan;

import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An upstream environment, as it concerns one image.
 *
 * @param facts the facts of each application that runs the image; attempts in their order
 * @param silent the applications without any event
 * @param conflict the reason why no event of its applications may count; empty if there is none
 */
public record Upstream(
        String name, Map<ApplicationId, List<Fact>> facts, List<ApplicationId> silent, Optional<String> conflict) {
    public Upstream {
        facts = Map.copyOf(facts);
        silent = List.copyOf(silent);
    }

    /** The soak of an image in an environment. */
    sealed interface Soak {

        /** The image was healthy long enough. */
        record Done(Instant at, EventId event) implements Soak {}

        /** The image is healthy, and has been long enough at the given time. */
        record InProgress(Instant until) implements Soak {}

        /** The image is not healthy everywhere. */
        record Unmet(String reason) implements Soak {}
    }

    /** The single image that every application runs now, healthy or not; absent if they differ or it is unknown. */
    Optional<Digest> current() {
        Set<Optional<Digest>> running =
                facts.values().stream().map(Upstream::running).collect(Collectors.toSet());
        return running.size() == 1 ? running.iterator().next() : Optional.empty();
    }

    private static Optional<Digest> running(List<Fact> facts) {
        return facts.stream()
                .filter(Fact.AttemptEnd.class::isInstance)
                .map(Fact.AttemptEnd.class::cast)
                .reduce((one, later) -> later)
                .flatMap(Fact.AttemptEnd::digest);
    }

    /** Checks that all applications ran an image at the same time, healthy, for this long; their last periods count. */
    Soak soak(Digest digest, Duration healthy, Instant now) {
        if (conflict.isPresent()) {
            return new Soak.Unmet(conflict.get());
        }
        if (!silent.isEmpty()) {
            return new Soak.Unmet("no event of " + silent.getFirst() + " yet");
        }
        if (facts.isEmpty()) {
            return new Soak.Unmet("no application of " + name + " runs it");
        }
        Optional<HealthyPeriod> youngest = Optional.empty();
        Optional<Instant> end = Optional.empty();
        for (Map.Entry<ApplicationId, List<Fact>> application : facts.entrySet()) {
            Optional<HealthyPeriod> last = HealthyPeriod.last(HealthyPeriod.of(application.getValue()), digest);
            if (last.isEmpty() || last.get().broken()) {
                return new Soak.Unmet(
                        application.getKey() + (last.isEmpty() ? " is not healthy with it" : " left Healthy"));
            }
            youngest = youngest.filter(one -> isYounger(one, last.get())).or(() -> last);
            end = Stream.concat(end.stream(), last.get().to().stream()).min(Comparator.naturalOrder());
        }
        HealthyPeriod from = youngest.orElseThrow();
        Instant due = from.from().plus(healthy);
        if (!due.isAfter(end.orElse(now))) {
            return new Soak.Done(due, from.event());
        }
        return end.isEmpty() ? new Soak.InProgress(due) : new Soak.Unmet("it was replaced too early");
    }

    /** A total order, so that the result does not depend on the order of the applications. */
    private static boolean isYounger(HealthyPeriod one, HealthyPeriod other) {
        int order = one.from().compareTo(other.from());
        return order > 0
                || (order == 0 && one.event().value().compareTo(other.event().value()) > 0);
    }
}
