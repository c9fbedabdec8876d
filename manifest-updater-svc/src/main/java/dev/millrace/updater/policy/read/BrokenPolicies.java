package dev.millrace.updater.policy.read;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Ends the reading of a configuration at its first mistake; never leaves this package. */
final class BrokenPolicies extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    BrokenPolicies(Node where, String reason) {
        this(
                where.getStartMark().map(Mark::getLine).orElse(0) + 1,
                where.getStartMark().map(Mark::getColumn).orElse(0) + 1,
                reason);
    }

    BrokenPolicies(int line, int column, String reason) {
        super(reason);
        this.line = line;
        this.column = column;
    }

    PolicyOutcome.Broken outcome() {
        return new PolicyOutcome.Broken(line, column, String.valueOf(getMessage()));
    }
}
