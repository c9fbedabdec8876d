package dev.millrace.updater.edit.find;

import java.util.List;

/** The result of a search in a file. */
public sealed interface SearchResult {

    /**
     * The places, in the order of the file, and the problems of its markers.
     *
     * @param unsearched the markers of known policies that were not searched for
     */
    record Found(List<Place> places, List<Problem> problems, List<UnsearchedMarker> unsearched)
            implements SearchResult {
        public Found {
            places = List.copyOf(places);
            problems = List.copyOf(problems);
            unsearched = List.copyOf(unsearched);
        }
    }

    /**
     * A marker of a policy that was not searched for.
     *
     * @param line from 1
     */
    record UnsearchedMarker(String policy, int line) {}

    /** The file cannot be parsed, so its markers cannot be followed. */
    record Unreadable(String reason, int line) implements SearchResult {}
}
