package dev.millrace.sync.health.general;

import java.util.Optional;

/** One step of the general rule. */
interface Step {
    /** Returns the name that the guide uses. */
    String name();

    /** Returns the worst finding; empty if the object has nothing that this step reads. */
    Optional<Finding> of(Subject subject);
}
