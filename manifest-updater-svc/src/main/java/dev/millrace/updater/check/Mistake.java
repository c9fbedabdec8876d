package dev.millrace.updater.check;

import java.util.Comparator;

/**
 * A mistake that its author has to fix.
 *
 * @param file from the repository's root
 * @param line from 1
 * @param column from 1; the first character of the line that is not blank if only the line is known
 * @param reason the mistake, for its author
 */
public record Mistake(String file, int line, int column, String reason) {
    static final Comparator<Mistake> BY_POSITION = Comparator.comparing(Mistake::file)
            .thenComparingInt(Mistake::line)
            .thenComparingInt(Mistake::column)
            .thenComparing(Mistake::reason);
}
