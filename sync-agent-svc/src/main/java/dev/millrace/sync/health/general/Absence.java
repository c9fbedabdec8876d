package dev.millrace.sync.health.general;

import dev.millrace.sync.health.object.HealthContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** No controller has written a status. */
final class Absence implements Step {
    @Override
    public String name() {
        return "no status";
    }

    @Override
    public Optional<Finding> of(Subject subject) {
        return isEmpty(subject.object().at("status")) ? Optional.of(absent(subject)) : Optional.empty();
    }

    /** A definition's default of the observed generation, -1, shows that a controller is to write one. */
    private Finding absent(Subject subject) {
        HealthContext context = subject.context();
        if (!context.declaresStatus() && !subject.object().has("status", "observedGeneration")) {
            return new Finding(Meaning.HEALTHY, name(), "");
        }
        return context.age().compareTo(context.grace()) < 0
                ? new Finding(Meaning.PROGRESSING, name(), "its controller has not written a status yet")
                : new Finding(
                        Meaning.HEALTHY,
                        name(),
                        "no controller wrote a status within " + context.grace().toSeconds() + " s");
    }

    /** Returns true if the status has no field with a value. */
    static boolean isEmpty(@Nullable Object status) {
        return status == null
                || (status instanceof Map<?, ?> map && map.entrySet().stream().allMatch(Absence::hasNoValue));
    }

    private static boolean hasNoValue(Map.Entry<?, ?> field) {
        return switch (field.getValue()) {
            case null -> true;
            case Map<?, ?> map -> map.isEmpty();
            case List<?> list -> list.isEmpty();
            case String text -> text.isEmpty();
            case Number number -> number.longValue() < 0 && "observedGeneration".equals(field.getKey());
            default -> false;
        };
    }
}
