package dev.millrace.builder.configuration;

import org.snakeyaml.engine.v2.nodes.Node;

/** Ends the reading of a configuration at its first error; never leaves this package. */
final class InvalidConfiguration extends RuntimeException {
    private final int line;

    InvalidConfiguration(Node where, String reason) {
        this(where.getStartMark().map(mark -> mark.getLine() + 1).orElse(1), reason);
    }

    InvalidConfiguration(int line, String reason) {
        super(reason);
        this.line = line;
    }

    ConfigurationOutcome.Invalid outcome() {
        return new ConfigurationOutcome.Invalid(line, String.valueOf(getMessage()));
    }
}
