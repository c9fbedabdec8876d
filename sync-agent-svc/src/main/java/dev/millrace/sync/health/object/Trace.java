package dev.millrace.sync.health.object;

import java.util.Optional;

/** Receives each rule that is asked, in order, with its answer. */
@FunctionalInterface
public interface Trace {
    /** Receives nothing. */
    Trace NONE = (rule, answer) -> {};

    /** @param answer empty if the rule leaves the question to the next one */
    void asked(String rule, Optional<ObjectHealth> answer);
}
