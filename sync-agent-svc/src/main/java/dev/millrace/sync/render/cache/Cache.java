package dev.millrace.sync.render.cache;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Values by key, bounded by their total weight. The least recently used one is evicted first. Thread-safe.
 *
 * @param <K> a type with {@code equals}
 */
public final class Cache<K, V> {
    private static final float LOAD = 0.75f;
    private static final int FIRST = 64;

    private final long most;
    private final Map<K, Weighed<V>> entries = new LinkedHashMap<>(FIRST, LOAD, true);
    private long weight;

    private record Weighed<V>(V value, long weight) {}

    /** @param most the limit in bytes, as far as these can be estimated */
    public Cache(long most) {
        this.most = most;
    }

    public synchronized Optional<V> get(K key) {
        return Optional.ofNullable(entries.get(key)).map(Weighed::value);
    }

    /** Stores the value, unless it alone exceeds the limit. */
    public synchronized void put(K key, V value, long bytes) {
        if (bytes > most / 4) {
            return;
        }
        Weighed<V> before = entries.put(key, new Weighed<>(value, bytes));
        weight += bytes - (before == null ? 0 : before.weight());
        Iterator<Weighed<V>> oldest = entries.values().iterator();
        while (weight > most) {
            weight -= oldest.next().weight();
            oldest.remove();
        }
    }

    /** Returns the estimated bytes of all stored values. */
    public synchronized long weight() {
        return weight;
    }
}
