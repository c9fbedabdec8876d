package dev.millrace.sync.plan;

import java.util.List;

/** Operations that may be done at once; each is a Create, an Apply or an Adopt. */
public record Step(Stage stage, List<Operation> operations) {

    public Step {
        operations = List.copyOf(operations);
    }
}
