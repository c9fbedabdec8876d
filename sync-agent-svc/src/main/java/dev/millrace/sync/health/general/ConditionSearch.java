package dev.millrace.sync.health.general;

import dev.millrace.sync.health.object.Condition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the conditions of a status: the object's own, and those of its parts, bounded in depth and number. */
final class ConditionSearch {
    /** The lists whose entries' conditions are the object's own (Gateway API: routes, policies, gateways). */
    private static final Set<String> OWN_LISTS = Set.of("parents", "ancestors", "listeners");

    private static final int MAX_DEPTH = 3;
    private static final int MAX_ENTRIES = 64;
    private static final int MAX_FOUND = 512;

    private final List<Condition> own;
    private final List<Condition> parts;
    private final Deviations deviations;

    ConditionSearch(List<Condition> own, List<Condition> parts, Deviations deviations) {
        this.own = own;
        this.parts = parts;
        this.deviations = deviations;
    }

    void search(@Nullable Object status) {
        if (status instanceof Map<?, ?> map) {
            map("status", map, 1, own);
        }
    }

    private void map(String path, Map<?, ?> map, int depth, List<Condition> into) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = String.valueOf(entry.getKey());
            if (name.equals("conditions")) {
                add(newest(Condition.in(entry.getValue())), into);
            } else if (depth < MAX_DEPTH
                    && mayHaveConditions(entry.getValue(), depth)
                    && !Names.namesPast(name)
                    && !deviations.ignores(path + "." + name)) {
                inside(path + "." + name, name, entry.getValue(), depth + 1, into);
            }
        }
    }

    /** The names of fields are not examined for a value of the last level without conditions: there are many, such as one per node. */
    private static boolean mayHaveConditions(@Nullable Object value, int depth) {
        if (depth + 1 < MAX_DEPTH) {
            return value instanceof Map || value instanceof List;
        }
        if (!(value instanceof List<?> list)) {
            return hasConditions(value);
        }
        for (Object entry : list.subList(0, Math.min(list.size(), MAX_ENTRIES))) {
            if (hasConditions(entry)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasConditions(@Nullable Object value) {
        return value instanceof Map<?, ?> map && map.containsKey("conditions");
    }

    private void inside(String path, String name, Object value, int depth, List<Condition> into) {
        if (value instanceof Map<?, ?> map) {
            map(path, map, depth, parts);
        } else if (value instanceof List<?> list) {
            List<Condition> target = depth == 2 && OWN_LISTS.contains(name) ? into : parts;
            for (Object entry : list.subList(0, Math.min(list.size(), MAX_ENTRIES))) {
                if (entry instanceof Map<?, ?> map) {
                    map(path, map, depth, target);
                }
            }
        }
    }

    private void add(List<Condition> found, List<Condition> into) {
        for (Condition condition : found) {
            if (into.size() < MAX_FOUND
                    && !deviations.ignores(condition.type())
                    && !deviations.ignores(condition.name())) {
                into.add(condition);
            }
        }
    }

    private static List<Condition> newest(List<Condition> conditions) {
        Map<String, Condition> newest = HashMap.newHashMap(conditions.size());
        for (Condition condition : conditions) {
            newest.merge(condition.type(), condition, Condition::newer);
        }
        return newest.size() == conditions.size() ? conditions : List.copyOf(newest.values());
    }
}
