package dev.millrace.sync.health.object;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Facts beside the object that its health depends on.
 *
 * @param declaresStatus true if the definition of the object's kind declares a status
 * @param age the time since the object was created
 * @param grace the time within which a controller writes the first status
 * @param bindingModes the {@code volumeBindingMode} of a StorageClass by its name; empty if there is none or it can't be read
 */
public record HealthContext(
        boolean declaresStatus, Duration age, Duration grace, Function<String, Optional<String>> bindingModes) {
    public static final Duration DEFAULT_GRACE = Duration.ofMinutes(1);

    /** Nothing is known beside the object, which has just been created. */
    public static final HealthContext NONE =
            new HealthContext(false, Duration.ZERO, DEFAULT_GRACE, name -> Optional.empty());

    /** Returns this context for a kind whose definition declares a status or doesn't. */
    public HealthContext withStatus(boolean declared) {
        return new HealthContext(declared, age, grace, bindingModes);
    }

    /** Returns this context for an object of another age. */
    public HealthContext withAge(Duration other) {
        return new HealthContext(declaresStatus, other, grace, bindingModes);
    }

    /** Returns this context with these binding modes. */
    public HealthContext withBindingModes(Function<String, Optional<String>> modes) {
        return new HealthContext(declaresStatus, age, grace, modes);
    }
}
