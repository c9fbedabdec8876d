package dev.millrace.yaml;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Ends the reading of a file at its first error. Readers catch it and return the position and the reason as a result. */
public final class InvalidYaml extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;
    private final transient @Nullable Node node;

    /** @param reason the error, for the author of the file */
    public InvalidYaml(Node where, String reason) {
        this(where.getStartMark(), where, reason);
    }

    InvalidYaml(Optional<Mark> where, String reason) {
        this(where, null, reason);
    }

    private InvalidYaml(Optional<Mark> where, @Nullable Node node, String reason) {
        super(reason);
        this.node = node;
        this.line = where.map(Mark::getLine).orElse(0) + 1;
        this.column = where.map(Mark::getColumn).orElse(0) + 1;
    }

    private InvalidYaml(InvalidYaml same, String reason) {
        super(reason);
        this.node = same.node;
        this.line = same.line;
        this.column = same.column;
    }

    /** The same error, with the name of the item that it is in. */
    public InvalidYaml in(String item) {
        return new InvalidYaml(this, item + ": " + reason());
    }

    /** An error of the whole file. */
    InvalidYaml(String reason) {
        this(Optional.empty(), reason);
    }

    /** The line of the error, from 1. */
    public int line() {
        return line;
    }

    /** The column of the error, from 1. */
    public int column() {
        return column;
    }

    /** The node with the error; empty if the file is not YAML. */
    public Optional<Node> node() {
        return Optional.ofNullable(node);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
