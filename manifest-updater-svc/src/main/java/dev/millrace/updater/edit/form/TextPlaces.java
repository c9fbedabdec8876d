package dev.millrace.updater.edit.form;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.millrace.updater.edit.claim.Fit;
import dev.millrace.updater.edit.find.Part;
import dev.millrace.updater.edit.find.Place;
import dev.millrace.updater.edit.find.Problem;
import dev.millrace.updater.edit.find.Search;
import dev.millrace.updater.edit.find.WrittenImage;
import dev.millrace.updater.edit.text.Lines;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds the places that an expression's named groups match. */
final class TextPlaces {
    /** The limit of the work in one file: characters read, times the size of the compiled expression. Several matches may read one part twice. */
    private static final long MAX_WORK = 200_000_000;

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

    /** Finds all places or, if the expression takes too long, none. */
    void find(Search search, Pattern expression) {
        List<Place> found = new ArrayList<>();
        try {
            Matcher matcher = expression.matcher(new BoundedText(
                    text,
                    !expression.pattern().contains("\\r"),
                    new Budget(MAX_WORK / Math.max(1, expression.programSize()))));
            for (int match = 0; matcher.find(); ) {
                if (isOfImage(matcher, search)) {
                    add(matcher, search, match++, found);
                }
            }
            found.forEach(places);
        } catch (BudgetExceeded e) {
            problems.accept(
                    new Problem(1, "the expression takes too long in this file; simplify it: " + expression.pattern()));
        }
    }

    /** A group that names the image restricts the match to that image. */
    private static boolean isOfImage(Matcher matcher, Search search) {
        return GUARDS.stream().flatMap(guard -> group(matcher, guard).stream()).allMatch(name -> WrittenImage.of(name)
                .names(search.image()));
    }

    private static Optional<String> group(Matcher matcher, String name) {
        return matcher.pattern().namedGroups().containsKey(name)
                ? Optional.ofNullable(matcher.group(name))
                : Optional.empty();
    }

    private void add(Matcher matcher, Search search, int match, List<Place> found) {
        add(matcher, search, match, "image", Part.REFERENCE, found);
        add(matcher, search, match, "tag", Part.TAG, found);
        add(matcher, search, match, "digest", Part.DIGEST, found);
    }

    private void add(Matcher matcher, Search search, int match, String group, Part part, List<Place> found) {
        if (group(matcher, group).isPresent()) {
            int start = matcher.start(group);
            int end = matcher.end(group);
            Optional<String> misfit = new Fit(part, text.substring(start, end), "", false, search.image()).problem();
            if (misfit.isPresent()) {
                problems.accept(new Problem(lines.of(start) + 1, misfit.get()));
                return;
            }
            found.add(new Place(
                    search.policy(),
                    part,
                    Place.MATCH + match + "]." + group,
                    lines.of(start) + 1,
                    text.substring(start, end),
                    start,
                    end,
                    Optional.empty(),
                    List.of(),
                    ""));
        }
    }

    /** Ends an expression that reads the file again for each of its matches; never leaves this class. */
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

    /**
     * The text as it is matched.
     *
     * @param plainEnds true if a carriage return before a line feed is matched as one, because only a line feed ends a line in RE2
     */
    private record BoundedText(String text, boolean plainEnds, Budget budget) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            budget.spend();
            char c = text.charAt(index);
            return plainEnds && c == '\r' && text.startsWith("\n", index + 1) ? '\n' : c;
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
