package dev.millrace.cluster.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The order of named list items, where it has a meaning: init containers run in their order, and an environment variable can use only variables
 * that stand before it. Items that others add between ours don't count.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/">dependent variables</a>
 */
final class ListOrder {
    private static final PathElement INIT_CONTAINERS = new PathElement.Field("initContainers");
    private static final PathElement ENVIRONMENT = new PathElement.Field("env");

    private ListOrder() {}

    /** Returns true if the items that both lists have are in another order, and that has a meaning. */
    static boolean differs(FieldPath path, JsonNode desired, JsonNode live) {
        if (!(desired instanceof ArrayNode before)
                || !(live instanceof ArrayNode now)
                || path.elements().isEmpty()) {
            return false;
        }
        PathElement last = path.elements().getLast();
        if (last.equals(INIT_CONTAINERS)) {
            List<String> ours = order(before);
            List<String> theirs = order(now);
            return !common(ours, theirs).equals(common(theirs, ours));
        }
        return last.equals(ENVIRONMENT) && changesReferences(before, now);
    }

    /** Returns the names of the items, in their order. */
    static JsonNode names(JsonNode list) {
        ArrayNode names = JsonNodeFactory.instance.arrayNode();
        order(list).forEach(names::add);
        return names;
    }

    private static List<String> order(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.forEach(item -> names.add(item.path("name").asText("")));
        return names;
    }

    private static List<String> common(List<String> names, List<String> others) {
        Set<String> known = new HashSet<>(others);
        return names.stream().filter(known::contains).distinct().toList();
    }

    private static boolean changesReferences(ArrayNode desired, ArrayNode live) {
        Map<String, Integer> before = positions(desired);
        Map<String, Integer> now = positions(live);
        for (JsonNode item : desired) {
            String name = item.path("name").asText("");
            for (String used : references(item.path("value").asText(""))) {
                if (before.containsKey(used)
                        && now.containsKey(used)
                        && now.containsKey(name)
                        && isBefore(before, used, name) != isBefore(now, used, name)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isBefore(Map<String, Integer> positions, String one, String other) {
        return positions.getOrDefault(one, 0) < positions.getOrDefault(other, 0);
    }

    private static Map<String, Integer> positions(ArrayNode list) {
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < list.size(); i++) {
            positions.putIfAbsent(list.get(i).path("name").asText(""), i);
        }
        return positions;
    }

    /** Reads {@code $(NAME)}; an even number of dollars in front of the parenthesis is an escaped one. */
    private static Set<String> references(String value) {
        Set<String> names = new HashSet<>();
        int read = 0;
        for (int at = value.indexOf("$("); at >= 0; at = value.indexOf("$(", read)) {
            int first = at;
            while (first > read && value.charAt(first - 1) == '$') {
                first--;
            }
            int end = value.indexOf(')', at);
            if (end < 0) {
                return names;
            }
            if ((at - first) % 2 == 0) {
                names.add(value.substring(at + 2, end));
                read = end + 1;
            } else {
                read = at + 2;
            }
        }
        return names;
    }
}
