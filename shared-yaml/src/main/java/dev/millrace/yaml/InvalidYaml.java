package dev.millrace.yaml;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Ends the reading of a file at its first error. Readers catch it and return the position and the reason as a result. */
public final class InvalidYaml extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    /** @param reason the error, for the author of the file */
    public InvalidYaml(Node where, String reason) {
        this(where.getStartMark(), reason);
    }

    InvalidYaml(Optional<Mark> where, String reason) {
        super(reason);
        this.line = where.map(Mark::getLine).orElse(0) + 1;
        this.column = where.map(Mark::getColumn).orElse(0) + 1;
    }

    private InvalidYaml(int line, int column, String reason) {
        super(reason);
        this.line = line;
        this.column = column;
    }

    /** The same error, with the name of the item that it is in. */
    public InvalidYaml in(String item) {
        return new InvalidYaml(line, column, item + ": " + reason());
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

    public String reason() {
        return String.valueOf(getMessage());
    }
}
