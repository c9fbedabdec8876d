package dev.millrace.sync.render.cache;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Values by key, no more of them than have a weight together. What was unused for longest goes first. For several threads.
 *
 * @param <K> has {@code equals}
 */
public final class Cache<K, V> {
    private static final float LOAD = 0.75f;
    private static final int FIRST = 64;

    private final long most;
    private final Map<K, Weighed<V>> entries = new LinkedHashMap<>(FIRST, LOAD, true);
    private long weight;

    private record Weighed<V>(V value, long weight) {}

    /** @param most bytes, as far as these can be estimated */
    public Cache(long most) {
        this.most = most;
    }

    public synchronized Optional<V> get(K key) {
        return Optional.ofNullable(entries.get(key)).map(Weighed::value);
    }

    /** Keeps it, unless it is too heavy for that. */
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

    /** Bytes of all that is kept, as estimated. */
    public synchronized long weight() {
        return weight;
    }
}
