package dev.millrace.builder.plan;

import java.util.Set;
import java.util.function.Predicate;

/** The paths that changed since an image was last built for a ref. */
public sealed interface ChangedPaths {
    /** The number of paths above which each counts as changed, so that filtering stays cheap. */
    int MAX_PATHS = 5000;

    /** Returns true if a changed path passes the test, or may do so. */
    boolean includes(Predicate<String> test);

    /** The paths, or everything if they are too many. */
    static ChangedPaths of(Set<String> paths) {
        return paths.size() > MAX_PATHS ? new Everything() : new Known(paths);
    }

    /** All paths, because the changes are unknown or too many. */
    record Everything() implements ChangedPaths {
        @Override
        public boolean includes(Predicate<String> test) {
            return true;
        }
    }

    /** Exactly these paths; of a rename both the old and the new one. */
    record Known(Set<String> paths) implements ChangedPaths {
        public Known {
            paths = Set.copyOf(paths);
        }

        @Override
        public boolean includes(Predicate<String> test) {
            return paths.stream().anyMatch(test);
        }
    }
}
