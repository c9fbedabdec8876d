package dev.millrace.drift.lookup;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Values that were read a short while ago, so that many objects that change together cost one request. The oldest is dropped when it is full. */
final class ShortCache<K, V> {
    private record Entry<V>(V value, Instant until) {}

    private final int maxEntries;
    private final Duration lifetime;
    private final Clock clock;
    private final Map<K, Entry<V>> entries = new LinkedHashMap<>();

    ShortCache(int maxEntries, Duration lifetime, Clock clock) {
        this.maxEntries = maxEntries;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /** Returns the cached value, or reads it. Two threads may read it at once. */
    V get(K key, Supplier<V> read) {
        Instant now = clock.instant();
        synchronized (entries) {
            Entry<V> known = entries.get(key);
            if (known != null && now.isBefore(known.until())) {
                return known.value();
            }
        }
        V value = read.get();
        synchronized (entries) {
            entries.remove(key);
            if (entries.size() >= maxEntries) {
                entries.remove(entries.keySet().iterator().next());
            }
            entries.put(key, new Entry<>(value, now.plus(lifetime)));
        }
        return value;
    }
}
