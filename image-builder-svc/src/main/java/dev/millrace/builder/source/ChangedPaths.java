package dev.millrace.builder.source;

import java.util.List;
import java.util.function.Predicate;

/** The files that a range of commits changed. */
public sealed interface ChangedPaths {

    /** Returns true if a changed path passes the test, or may do so. */
    boolean includes(Predicate<String> test);

    /**
     * The changed files.
     *
     * @param paths in Git's order; a renamed file is listed with both names
     */
    record Some(List<String> paths) implements ChangedPaths {
        public Some {
            paths = List.copyOf(paths);
        }

        @Override
        public boolean includes(Predicate<String> test) {
            return paths.stream().anyMatch(test);
        }
    }

    /** No file has changed, and what was to be built for this commit has ended. */
    record Nothing() implements ChangedPaths {
        @Override
        public boolean includes(Predicate<String> test) {
            return false;
        }
    }

    /** Any file may have changed: the earlier commit is unknown, or too many files differ. */
    record Everything() implements ChangedPaths {
        @Override
        public boolean includes(Predicate<String> test) {
            return true;
        }
    }
}
