package dev.millrace.updater.edit.find;

import java.util.List;

/** The places of a file, and what is wrong with its markers. */
public record Places(List<Place> places, List<Trouble> troubles) {
    public Places {
        places = List.copyOf(places);
        troubles = List.copyOf(troubles);
    }
}
