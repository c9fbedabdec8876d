package dev.millrace.builder.intake.git;

import dev.millrace.events.value.RepositoryId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The last repositories that sent a verified push without being configured, for users to find a missing alias or a wrong address. Bounded; the names
 * have the characters of a {@link RepositoryId} only. Thread-safe.
 */
public final class UnknownRepositories {
    static final int MAX_NAMES = 10;
    private static final int MAX_LENGTH = 120;

    private final Map<String, Long> deliveries = new LinkedHashMap<>();

    /** Records a delivery. */
    synchronized void add(RepositoryId repository) {
        String id = repository.value();
        String name = id.length() <= MAX_LENGTH ? id : id.substring(0, MAX_LENGTH) + "…";
        Long before = deliveries.remove(name);
        deliveries.put(name, before == null ? 1 : before + 1);
        if (deliveries.size() > MAX_NAMES) {
            deliveries.remove(deliveries.keySet().iterator().next());
        }
    }

    /** The names with their number of deliveries, the last one first. */
    synchronized List<String> names() {
        return deliveries.entrySet().stream()
                .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                .toList()
                .reversed();
    }
}
