package dev.millrace.sync.plan;

import java.util.List;

/**
 * Operations that may run concurrently; each is a Create, an Apply or an Adopt.
 *
 * @param wave a later wave begins when all objects of the earlier ones are healthy
 */
public record PlanStep(int wave, Stage stage, List<Operation> operations) {

    public PlanStep {
        operations = List.copyOf(operations);
    }

    /** A step of the wave of objects that name none. */
    static PlanStep of(Stage stage, Operation... operations) {
        return new PlanStep(0, stage, List.of(operations));
    }
}
