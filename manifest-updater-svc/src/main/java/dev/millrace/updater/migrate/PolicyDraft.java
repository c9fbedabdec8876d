package dev.millrace.updater.migrate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A policy to be written.
 *
 * @param object the object that it comes from
 * @param keys the keys of the policy in their order; values are texts, booleans, lists and mappings
 */
public record PolicyDraft(Origin origin, String object, Map<String, Object> keys) {
    public PolicyDraft {
        keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    }

    public String name() {
        return keys.get("name") + "";
    }

    public PolicyDraft with(String key, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(keys);
        more.put(key, value);
        return new PolicyDraft(origin, object, more);
    }

    public PolicyDraft without(String key) {
        Map<String, Object> fewer = new LinkedHashMap<>(keys);
        fewer.remove(key);
        return new PolicyDraft(origin, object, fewer);
    }
}
