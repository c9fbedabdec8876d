package dev.millrace.builder.source;

import java.util.List;

/** The files that a range of commits changed. */
public sealed interface ChangedPaths {

    /**
     * The changed files.
     *
     * @param paths in Git's order; a renamed file is listed with both names
     */
    record Some(List<String> paths) implements ChangedPaths {
        public Some {
            paths = List.copyOf(paths);
        }
    }

    /** Any file may have changed: the earlier commit is unknown, or too many files differ. */
    record Everything() implements ChangedPaths {}
}
