package dev.millrace.updater.edit.find;

import java.util.List;

/** The result of a search in a file. */
public sealed interface SearchResult {

    /** The places, in the order of the file, and the problems of its markers. */
    record Found(List<Place> places, List<Problem> problems) implements SearchResult {
        public Found {
            places = List.copyOf(places);
            problems = List.copyOf(problems);
        }
    }

    /** The file cannot be parsed, so its markers cannot be followed. */
    record Unreadable(String reason, int line) implements SearchResult {}
}
