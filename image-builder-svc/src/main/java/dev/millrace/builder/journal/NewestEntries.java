package dev.millrace.builder.journal;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The entries with the latest times, each key once, up to a number of entries. Records of a topic don't arrive in the order of their times. */
public final class NewestEntries<K, V> {
    private record Entry<K, V>(K key, V value, Instant at, long number) {}

    private static final Comparator<Entry<?, ?>> OLDEST_FIRST =
            Comparator.<Entry<?, ?>, Instant>comparing(Entry::at).thenComparingLong(Entry::number);

    private final int max;
    private final Map<K, Entry<K, V>> byKey = new HashMap<>();
    private final TreeSet<Entry<K, V>> byTime = new TreeSet<>(OLDEST_FIRST);
    private long added;

    /** @param max the number of entries that are kept */
    public NewestEntries(int max) {
        this.max = max;
    }

    /** Adds an entry, unless its key has a later one. */
    public void put(K key, V value, Instant at) {
        Entry<K, V> entry = new Entry<>(key, value, at, added++);
        Entry<K, V> known = byKey.get(key);
        if (known != null && known.at().isAfter(at)) {
            return;
        }
        if (known != null) {
            byTime.remove(known);
        }
        byKey.put(key, entry);
        byTime.add(entry);
        if (byTime.size() > max) {
            byKey.remove(byTime.removeFirst().key());
        }
    }

    /** The value of a key; empty if it has no entry. */
    public Optional<V> get(K key) {
        return Optional.ofNullable(byKey.get(key)).map(Entry::value);
    }

    Stream<V> newestFirst() {
        return byTime.descendingSet().stream().map(Entry::value);
    }
}
