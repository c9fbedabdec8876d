package dev.millrace.sync.health.general;

import dev.millrace.events.Health;
import dev.millrace.sync.health.object.HealthContext;
import dev.millrace.sync.health.object.ObjectFacts;
import dev.millrace.sync.health.object.ObjectHealth;
import dev.millrace.sync.health.object.Trace;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the health of an object of any kind from its status (Kubernetes API conventions, typical status properties; the names and words that operators
 * use beside them). The first steps each decide alone; of what the later ones find the worst is shown: suspended, degraded, progressing, healthy.
 */
public final class GeneralRule {
    private static final String PREFIX = "general: ";
    private static final Pauses PAUSES = new Pauses();
    private static final Generations GENERATIONS = new Generations();
    private static final List<Step> DECIDING = List.of(PAUSES, new Absence(), GENERATIONS);
    private static final List<Step> READING =
            List.of(new Conditions(), new States(), new Flags(), new Errors(), new Counts());

    /** The fields in which controllers write the time of an end. */
    private static final List<String> ENDS = List.of(
            "completionTime",
            "completionTimestamp",
            "completedAt",
            "endTime",
            "finishTime",
            "finishTimestamp",
            "finishedAt",
            "stoppedAt",
            "timeCompleted");

    private final ObjectFacts object;
    private final HealthContext context;
    private final Deviations deviations;

    /** Read when a step first needs it, and once. */
    private @Nullable Subject subject;

    /** @param deviations the conditions and fields that are left out for the object's kind */
    public GeneralRule(ObjectFacts object, HealthContext context, Deviations deviations) {
        this.object = object;
        this.context = context;
        this.deviations = deviations;
    }

    private Subject subject() {
        Subject read = subject;
        if (read == null) {
            read = Subject.of(object, context, deviations);
            subject = read;
        }
        return read;
    }

    /** Returns the object's health, with the controller's own words. */
    public ObjectHealth health(Trace trace) {
        Subject read = subject();
        for (Step step : DECIDING) {
            Optional<ObjectHealth> decided = step.of(read).map(Finding::health);
            trace.asked(PREFIX + step.name(), decided);
            if (decided.isPresent()) {
                return decided.get();
            }
        }
        Finding worst = null;
        for (Step step : READING) {
            Optional<Finding> found = step.of(read);
            trace.asked(PREFIX + step.name(), found.map(Finding::health));
            if (found.isPresent()) {
                worst = worst == null ? found.get() : Finding.worse(worst, found.get());
            }
        }
        return worst == null ? inconclusive(read) : worst.health();
    }

    /** An object that ends has not ended while nothing states it. */
    private static ObjectHealth inconclusive(Subject subject) {
        boolean begun = subject.ends()
                && (subject.object().has("status", "startTime")
                        || !subject.conditions().isEmpty());
        boolean unfinished =
                begun && ENDS.stream().noneMatch(field -> subject.object().has("status", field));
        return unfinished
                ? new ObjectHealth(Health.Progressing, "it has not completed yet", PREFIX + "end")
                : new ObjectHealth(Health.Healthy, "", PREFIX + "no problem is reported");
    }

    /** Returns true if no controller has written a status. */
    public static boolean hasNoStatus(ObjectFacts object) {
        return Absence.isEmpty(object.at("status"));
    }

    /** Returns that a user has paused the object; empty if not. */
    public Optional<ObjectHealth> paused() {
        return PAUSES.of(object, deviations).map(Finding::health);
    }

    /** Returns that the controller has not seen the newest change of the object; empty if it has. */
    public Optional<ObjectHealth> behind() {
        return GENERATIONS.of(subject()).map(Finding::health);
    }
}
