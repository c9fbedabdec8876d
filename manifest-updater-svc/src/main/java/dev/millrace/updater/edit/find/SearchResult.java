package dev.millrace.updater.edit.find;

import java.util.List;
import java.util.Set;

/** The result of a search in a file. */
public sealed interface SearchResult {

    /**
     * The places, in the order of the file, and the problems of its markers.
     *
     * @param rivals the policies that claim a value which another one claims too
     * @param open the policies whose values are missing and can be added
     */
    record Found(List<Place> places, List<Problem> problems, Set<String> rivals, Set<String> open)
            implements SearchResult {
        public Found {
            places = List.copyOf(places);
            problems = List.copyOf(problems);
            rivals = Set.copyOf(rivals);
            open = Set.copyOf(open);
        }

        /** The result of a search in which nothing is missing or contested. */
        public Found(List<Place> places, List<Problem> problems) {
            this(places, problems, Set.of(), Set.of());
        }
    }

    /** The file cannot be parsed, so its markers cannot be followed. */
    record Unreadable(String reason, int line) implements SearchResult {}
}
