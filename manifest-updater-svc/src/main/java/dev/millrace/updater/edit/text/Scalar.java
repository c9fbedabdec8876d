package dev.millrace.updater.edit.text;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A value (not a key) with its position. */
public final class Scalar extends Node {
    private static final Set<String> NULLS = Set.of("null", "Null", "NULL", "~");

    private final String value;
    private final Span span;

    /** The notation of a value. */
    public enum Style {
        PLAIN,
        SINGLE_QUOTED,
        DOUBLE_QUOTED,
        LITERAL,
        FOLDED,
        /** A number, {@code true}, {@code false} or {@code null} of a JSON file. */
        JSON_BARE
    }

    /**
     * The position of a value, in UTF-16 units.
     *
     * @param start the start of its text, after anchor and type tag; for a block, its indicator
     * @param end the end of its text
     * @param keyStart the start of its key, or of the value if it has no key
     */
    public record Span(Style style, int start, int end, int keyStart) {}

    Scalar(@Nullable Node parent, String step, int document, String value, Span span) {
        super(parent, step, document);
        this.value = value;
        this.span = span;
    }

    /** The value as a reader of the file gets it. */
    public String value() {
        return value;
    }

    public Style style() {
        return span.style();
    }

    public int start() {
        return span.start();
    }

    public int end() {
        return span.end();
    }

    /** The start of its key, or of the value if it has no key. */
    public int keyStart() {
        return span.keyStart();
    }

    /** Returns true for a key without a value. */
    public boolean isEmpty() {
        return span.start() == span.end();
    }

    /** Returns true for YAML's null. */
    public boolean isNull() {
        return isEmpty() || (span.style() == Style.PLAIN && NULLS.contains(value));
    }

    /** Returns true for a literal or folded block. */
    public boolean isBlock() {
        return span.style() == Style.LITERAL || span.style() == Style.FOLDED;
    }
}
