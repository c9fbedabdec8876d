package dev.millrace.updater.edit.find;

import dev.millrace.updater.edit.text.Lines;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the places that an expression's named groups match. */
final class TextPlaces {
    /** The number of reads per character that an expression may use: enough for any reasonable one. */
    private static final long MAX_READS_PER_CHARACTER = 2_000;

    private static final List<String> GUARDS = List.of("image", "name");

    private final String text;
    private final Lines lines;
    private final Consumer<Place> places;
    private final Consumer<Problem> problems;

    TextPlaces(String text, Consumer<Place> places, Consumer<Problem> problems) {
        this.text = text;
        this.lines = new Lines(text);
        this.places = places;
        this.problems = problems;
    }

    void find(Search search, Pattern expression) {
        try {
            Matcher matcher = expression.matcher(
                    new BoundedText(text, new Budget(1_000_000 + text.length() * MAX_READS_PER_CHARACTER)));
            for (int match = 0; matcher.find(); ) {
                if (isOfImage(matcher, search)) {
                    add(matcher, search, match++);
                }
            }
        } catch (BudgetExceeded | StackOverflowError e) {
            problems.accept(new Problem(1, "the expression takes too long in this file; simplify it: " + expression));
        }
    }

    /** A group that names the image restricts the match to that image. */
    private static boolean isOfImage(Matcher matcher, Search search) {
        return GUARDS.stream().flatMap(guard -> group(matcher, guard).stream()).allMatch(name -> WrittenImage.of(name)
                .names(search.image()));
    }

    private static Optional<String> group(Matcher matcher, String name) {
        return matcher.namedGroups().containsKey(name) ? Optional.ofNullable(matcher.group(name)) : Optional.empty();
    }

    private void add(Matcher matcher, Search search, int match) {
        add(matcher, search, match, "image", Part.REFERENCE);
        add(matcher, search, match, "tag", Part.TAG);
        add(matcher, search, match, "digest", Part.DIGEST);
    }

    private void add(Matcher matcher, Search search, int match, String group, Part part) {
        if (group(matcher, group).isPresent()) {
            int start = matcher.start(group);
            int end = matcher.end(group);
            places.accept(new Place(
                    search.policy(),
                    part,
                    "match[" + match + "]." + group,
                    lines.of(start) + 1,
                    text.substring(start, end),
                    start,
                    end,
                    Optional.empty(),
                    List.of()));
        }
    }

    /** Ends an expression that backtracks without end; never leaves this class. */
    private static final class BudgetExceeded extends RuntimeException {
        BudgetExceeded() {
            super("too slow", null, false, false);
        }
    }

    private static final class Budget {
        private long left;

        Budget(long left) {
            this.left = left;
        }

        void spend() {
            if (--left < 0) {
                throw new BudgetExceeded();
            }
        }
    }

    private record BoundedText(CharSequence text, Budget budget) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            budget.spend();
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new BoundedText(text.subSequence(start, end), budget);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
