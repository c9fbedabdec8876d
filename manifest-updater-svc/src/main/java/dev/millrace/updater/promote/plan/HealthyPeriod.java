package dev.millrace.updater.promote.plan;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import dev.millrace.updater.promote.plan.Fact.Ending;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A period in which one application ran one image and was healthy.
 *
 * @param to the end; absent if it is still running
 * @param broken true if it ended because the application left Healthy, and not because another image replaced it
 * @param event the attempt that deployed the image
 */
record HealthyPeriod(Digest digest, Instant from, Optional<Instant> to, boolean broken, EventId event) {

    /** All healthy periods of an application, oldest first. */
    static List<HealthyPeriod> of(List<Fact> facts) {
        Timeline walk = new Timeline();
        facts.stream().sorted(Comparator.comparing(Fact::at)).forEach(walk::step);
        return walk.periods();
    }

    /** The last healthy period of an image. */
    static Optional<HealthyPeriod> last(List<HealthyPeriod> periods, Digest digest) {
        return periods.stream().filter(period -> period.digest().equals(digest)).reduce((one, later) -> later);
    }

    boolean isOpen() {
        return to.isEmpty();
    }

    private static final class Timeline {
        private final List<HealthyPeriod> ended = new ArrayList<>();
        private @Nullable Digest running;
        private @Nullable EventId event;
        private @Nullable Instant since;

        void step(Fact fact) {
            switch (fact) {
                case Fact.HealthChange change -> healthChanged(change);
                case Fact.AttemptEnd attempt -> attemptEnded(attempt);
            }
        }

        private void healthChanged(Fact.HealthChange change) {
            if (!change.healthy()) {
                end(change.at(), true);
            } else if (since == null) {
                since = change.at();
            }
        }

        private void attemptEnded(Fact.AttemptEnd attempt) {
            Digest digest = attempt.digest().orElse(null);
            boolean other = digest == null || !digest.equals(running);
            if (other || attempt.ending() == Ending.FAILED) {
                end(attempt.at(), !other);
            }
            running = digest;
            event = other ? attempt.event() : event;
            if (attempt.ending() == Ending.HEALTHY && since == null) {
                since = attempt.at();
            }
        }

        private void end(Instant at, boolean broken) {
            if (running != null && event != null && since != null) {
                ended.add(new HealthyPeriod(running, since, Optional.of(at), broken, event));
            }
            since = null;
        }

        List<HealthyPeriod> periods() {
            List<HealthyPeriod> all = new ArrayList<>(ended);
            if (running != null && event != null && since != null) {
                all.add(new HealthyPeriod(running, since, Optional.empty(), false, event));
            }
            return all;
        }
    }
}
