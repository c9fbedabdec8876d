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
 * A time through which one application ran one image and was healthy.
 *
 * @param to when it ended; absent if it goes on
 * @param broken whether it ended because the application left Healthy, and not because another image took its place
 * @param event the attempt that brought the image
 */
record Stay(Digest digest, Instant from, Optional<Instant> to, boolean broken, EventId event) {

    /** All stays of an application, oldest first. */
    static List<Stay> of(List<Fact> facts) {
        Walk walk = new Walk();
        facts.stream().sorted(Comparator.comparing(Fact::at)).forEach(walk::step);
        return walk.stays();
    }

    /** The last stay of an image. */
    static Optional<Stay> last(List<Stay> stays, Digest digest) {
        return stays.stream().filter(stay -> stay.digest().equals(digest)).reduce((one, later) -> later);
    }

    boolean isOpen() {
        return to.isEmpty();
    }

    private static final class Walk {
        private final List<Stay> ended = new ArrayList<>();
        private @Nullable Digest running;
        private @Nullable EventId event;
        private @Nullable Instant since;

        void step(Fact fact) {
            switch (fact) {
                case Fact.Turned turned -> turned(turned);
                case Fact.Deployed deployed -> deployed(deployed);
            }
        }

        private void turned(Fact.Turned turned) {
            if (!turned.healthy()) {
                end(turned.at(), true);
            } else if (since == null) {
                since = turned.at();
            }
        }

        private void deployed(Fact.Deployed deployed) {
            Digest brought = deployed.digest().orElse(null);
            boolean other = brought == null || !brought.equals(running);
            if (other || deployed.ending() == Ending.FAILED) {
                end(deployed.at(), !other);
            }
            running = brought;
            event = other ? deployed.event() : event;
            if (deployed.ending() == Ending.HEALTHY && since == null) {
                since = deployed.at();
            }
        }

        private void end(Instant at, boolean broken) {
            if (running != null && event != null && since != null) {
                ended.add(new Stay(running, since, Optional.of(at), broken, event));
            }
            since = null;
        }

        List<Stay> stays() {
            List<Stay> all = new ArrayList<>(ended);
            if (running != null && event != null && since != null) {
                all.add(new Stay(running, since, Optional.empty(), false, event));
            }
            return all;
        }
    }
}
