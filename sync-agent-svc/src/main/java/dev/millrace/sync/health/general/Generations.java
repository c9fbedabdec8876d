package dev.millrace.sync.health.general;

import dev.millrace.sync.health.object.ObjectFacts;
import java.util.Optional;

/** The controller has not seen the newest generation of the object. */
final class Generations implements Step {
    @Override
    public String name() {
        return "observed generation";
    }

    @Override
    public Optional<Finding> of(Subject subject) {
        boolean isRead = subject.conditions().stream()
                .anyMatch(condition ->
                        condition.observedGeneration() == subject.object().generation());
        if (!isRead && isBehind(subject.object(), subject.deviations())) {
            return Optional.of(behind());
        }
        boolean unread = subject.stale()
                && subject.conditions().stream()
                        .noneMatch(condition -> subject.role(condition) == ConditionRole.PRIMARY);
        return unread ? Optional.of(behind()) : Optional.empty();
    }

    private Finding behind() {
        return new Finding(Meaning.PROGRESSING, name(), "its controller has not seen the newest change yet");
    }

    /** Some controllers write the generation as text, others a hash, which is not compared. */
    static boolean isBehind(ObjectFacts object, Deviations deviations) {
        if (deviations.ignores("observedGeneration")) {
            return false;
        }
        long observed =
                switch (object.at("status", "observedGeneration")) {
                    case Number number -> number.longValue();
                    case String text
                    when !text.isEmpty() && text.length() < 18 && text.chars().allMatch(Character::isDigit) ->
                        Long.parseLong(text);
                    case null, default -> Long.MAX_VALUE;
                };
        return observed >= 0 && observed < object.generation();
    }
}
