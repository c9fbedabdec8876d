package dev.millrace.updater.policy;

import org.snakeyaml.engine.v2.nodes.Node;

/** Leaves the reading of a configuration at its first mistake; never leaves this package. */
final class BrokenPolicies extends RuntimeException {
    private final int line;

    BrokenPolicies(Node where, String reason) {
        this(where.getStartMark().map(mark -> mark.getLine() + 1).orElse(1), reason);
    }

    BrokenPolicies(int line, String reason) {
        super(reason);
        this.line = line;
    }

    PolicyOutcome.Broken outcome() {
        return new PolicyOutcome.Broken(line, String.valueOf(getMessage()));
    }
}
