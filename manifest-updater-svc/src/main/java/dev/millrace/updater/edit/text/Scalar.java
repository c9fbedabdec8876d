package dev.millrace.updater.edit.text;

import org.jspecify.annotations.Nullable;

/** A value (not a key) as it is written. */
public final class Scalar extends Node {
    private final String value;
    private final Span span;

    /** How a value is written. */
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
     * Where a value stands, in UTF-16 units.
     *
     * @param start where its text starts, after anchor and type tag; a block's at its sign
     * @param end where its text ends
     * @param keyStart where its key starts, or where it starts itself if it has none
     */
    public record Span(Style style, int start, int end, int keyStart) {}

    Scalar(@Nullable Node parent, String step, int document, String value, Span span) {
        super(parent, step, document);
        this.value = value;
        this.span = span;
    }

    /** What it says, as a reader of the file gets it. */
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

    /** Where its key starts, or it itself if it has none. */
    public int keyStart() {
        return span.keyStart();
    }

    /** Whether nothing is written: a key without a value. */
    public boolean isEmpty() {
        return span.start() == span.end();
    }

    /** Whether it is a literal or folded block. */
    public boolean isBlock() {
        return span.style() == Style.LITERAL || span.style() == Style.FOLDED;
    }
}
