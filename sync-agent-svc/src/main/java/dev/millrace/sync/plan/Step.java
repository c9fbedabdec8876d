package dev.millrace.sync.plan;

import java.util.List;

/**
 * Operations that may be done at once; each is a Create, an Apply or an Adopt.
 *
 * @param wave a later wave begins when all of the earlier ones is healthy
 */
public record Step(int wave, Stage stage, List<Operation> operations) {

    public Step {
        operations = List.copyOf(operations);
    }

    /** Of the wave of objects that name none. */
    static Step of(Stage stage, Operation... operations) {
        return new Step(0, stage, List.of(operations));
    }
}
