package dev.millrace.sync.health.general;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A function of short texts, each computed once. Bounded: it forgets all when it is full, and never keeps a long text. Thread-safe. */
final class TextCache<V> {
    private static final int MAX_CHARACTERS = 64;
    private static final int MAX_TEXTS = 8192;

    private final Map<String, V> known = new ConcurrentHashMap<>();
    private final Function<String, V> function;

    TextCache(Function<String, V> function) {
        this.function = function;
    }

    V of(String text) {
        if (text.length() > MAX_CHARACTERS) {
            return function.apply(text);
        }
        V value = known.get(text);
        if (value == null) {
            value = function.apply(text);
            if (known.size() >= MAX_TEXTS) {
                known.clear();
            }
            known.put(text, value);
        }
        return value;
    }
}
