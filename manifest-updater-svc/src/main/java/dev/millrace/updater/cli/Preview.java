package dev.millrace.updater.cli;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The changes that images would cause.
 *
 * @param files the edited files, by path
 * @param notes notes for the user: ignored images with reasons, and problems
 */
record Preview(SortedMap<String, FileEdit> files, List<String> notes) {
    Preview {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        notes = List.copyOf(notes);
    }

    /** The content of a file before and after. */
    record FileEdit(byte[] before, byte[] after) {}
}
