package dev.millrace.updater.cli;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What images would change.
 *
 * @param files what would be edited, by path
 * @param notes what a person should know about it: what is left alone and why, what could not be followed
 */
record Preview(SortedMap<String, FileEdit> files, List<String> notes) {
    Preview {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        notes = List.copyOf(notes);
    }

    /** A file's content before and after. */
    record FileEdit(byte[] before, byte[] after) {}
}
