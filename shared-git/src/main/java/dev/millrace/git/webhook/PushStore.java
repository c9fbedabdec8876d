package dev.millrace.git.webhook;

import java.util.List;
import java.util.function.Predicate;

/** The place where a service stores the consequences of a push. */
@FunctionalInterface
public interface PushStore {

    /**
     * Stores the consequences of a delivery's notices and returns for how many there were any.
     *
     * @throws java.io.UncheckedIOException if it cannot do so now
     */
    int store(List<PushNotice> notices);

    /** A store of single notices, which returns true for a stored one. */
    static PushStore each(Predicate<PushNotice> store) {
        return notices -> {
            int stored = 0;
            for (PushNotice notice : notices) {
                stored += store.test(notice) ? 1 : 0;
            }
            return stored;
        };
    }
}
