package dev.millrace.updater.edit.find;

import java.util.List;

/** What was found in a file. */
public sealed interface Look {

    /** Its places, in the order of the file, and what is wrong with its markers. */
    record Found(List<Place> places, List<Trouble> troubles) implements Look {
        public Found {
            places = List.copyOf(places);
            troubles = List.copyOf(troubles);
        }
    }

    /** The file can't be parsed, so that its markers can't be followed. */
    record Unreadable(String reason, int line) implements Look {}
}
