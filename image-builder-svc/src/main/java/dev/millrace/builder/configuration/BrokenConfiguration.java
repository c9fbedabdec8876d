package dev.millrace.builder.configuration;

import org.snakeyaml.engine.v2.nodes.Node;

/** Leaves the reading of a configuration at its first mistake; never leaves this package. */
final class BrokenConfiguration extends RuntimeException {
    private final int line;

    BrokenConfiguration(Node where, String reason) {
        this(where.getStartMark().map(mark -> mark.getLine() + 1).orElse(1), reason);
    }

    BrokenConfiguration(int line, String reason) {
        super(reason);
        this.line = line;
    }

    ConfigurationOutcome.Broken outcome() {
        return new ConfigurationOutcome.Broken(line, String.valueOf(getMessage()));
    }
}
