package dev.millrace.updater.edit.find;

import java.util.List;

/** What was found in a file. */
public sealed interface SearchResult {

    /** Its places, in the order of the file, and what is wrong with its markers. */
    record Found(List<Place> places, List<Problem> problems) implements SearchResult {
        public Found {
            places = List.copyOf(places);
            problems = List.copyOf(problems);
        }
    }

    /** The file can't be parsed, so that its markers can't be followed. */
    record Unreadable(String reason, int line) implements SearchResult {}
}
