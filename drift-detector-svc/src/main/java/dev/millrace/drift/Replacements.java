package dev.millrace.drift;

import dev.millrace.drift.publish.ObjectKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The objects that somebody recreated and whose drift was resolved since then: the record has the uid of their predecessor until the next apply. After
 * a restart such an object is reported as replaced once more.
 */
final class Replacements {
    private static final int MAX_ENTRIES = 10_000;

    private final Map<ObjectKey, String> uids = new LinkedHashMap<>();

    /** Records the uid of an object that is as applied. */
    synchronized void accept(ObjectKey key, String uid) {
        uids.remove(key);
        if (uids.size() >= MAX_ENTRIES) {
            uids.remove(uids.keySet().iterator().next());
        }
        uids.put(key, uid);
    }

    synchronized Optional<String> accepted(ObjectKey key) {
        return Optional.ofNullable(uids.get(key));
    }

    /** Forgets the object: its record has the uid. */
    synchronized void remove(ObjectKey key) {
        uids.remove(key);
    }
}
