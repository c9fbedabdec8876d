package dev.millrace.sync.health.watch;

import static dev.millrace.sync.health.object.ObjectHealth.degraded;
import static dev.millrace.sync.health.object.ObjectHealth.healthy;

import dev.millrace.sync.health.object.ObjectHealth;
import java.util.Optional;

/** The rule for objects that are removed automatically once they have completed, such as Jobs with {@code ttlSecondsAfterFinished}. */
final class SelfRemoved {
    private SelfRemoved() {}

    /** @param last the object's health when it was removed; empty if that was not observed */
    static ObjectHealth of(Optional<ObjectHealth> last) {
        ObjectHealth completed = healthy("it completed and was removed");
        if (last.isEmpty()) {
            return completed;
        }
        return switch (last.get().health()) {
            case Healthy -> completed;
            case Degraded -> degraded(last.get().message() + "; it was removed since");
            case Progressing, Suspended, Missing, Unknown -> ObjectHealth.MISSING;
        };
    }
}
