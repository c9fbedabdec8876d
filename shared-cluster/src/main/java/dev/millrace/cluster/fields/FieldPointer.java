package dev.millrace.cluster.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * A user's pointer to fields: a JSON pointer (RFC 6901) in which {@code [key=value]} selects list items and {@code *} stands for one name or
 * any item, such as {@code /spec/template/spec/containers/[name=main]/image}. It covers a field with everything in it.
 */
public final class FieldPointer {
    private static final Pattern ITEM = Pattern.compile("\\[([^=\\]]+)=([^\\]]*)]");

    private static final String NAME = "name";

    private final List<Segment> segments;

    private sealed interface Segment {
        record Name(String name) implements Segment {}

        record Item(String key, String value) implements Segment {}

        record Any() implements Segment {}

        /** Returns true if an element of a field's path matches this segment. */
        default boolean fits(PathElement element) {
            return switch (this) {
                case Any any -> true;
                case Name(String name) ->
                    switch (element) {
                        case PathElement.Field(String field) -> field.equals(name);
                        case PathElement.Index(int index) ->
                            Integer.toString(index).equals(name);
                        case PathElement.Item item -> false;
                        case PathElement.Member member -> false;
                    };
                case Item(String key, String value) ->
                    element instanceof PathElement.Item(ObjectNode keys)
                            && keys.path(key).asText("").equals(value);
            };
        }
    }

    private FieldPointer(List<Segment> segments) {
        this.segments = segments;
    }

    /** @throws IllegalArgumentException if the text is no pointer */
    public static FieldPointer parse(String text) {
        if (!text.startsWith("/") || text.length() == 1) {
            throw new IllegalArgumentException("not a pointer to a field, such as /spec/replicas: " + text);
        }
        List<Segment> segments = new ArrayList<>();
        for (String part : text.substring(1).split("/", -1)) {
            Matcher item = ITEM.matcher(part);
            if (part.equals("*")) {
                segments.add(new Segment.Any());
            } else if (item.matches()) {
                segments.add(new Segment.Item(item.group(1), item.group(2)));
            } else {
                segments.add(new Segment.Name(part.replace("~1", "/").replace("~0", "~")));
            }
        }
        return new FieldPointer(List.copyOf(segments));
    }

    /** Returns true if the field is one that the pointer selects, or lies within one. */
    public boolean covers(FieldPath path) {
        return path.elements().size() >= segments.size() && touches(path);
    }

    /** Returns true if the field is one that the pointer selects, lies within one, or may contain one. */
    public boolean touches(FieldPath path) {
        List<PathElement> elements = path.elements();
        for (int i = 0; i < Math.min(elements.size(), segments.size()); i++) {
            if (!segments.get(i).fits(elements.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Removes the fields from an object. */
    public void removeFrom(JsonNode object) {
        leave(object.deepCopy(), MissingNode.getInstance(), object, 0);
    }

    /**
     * Keeps the fields of an object to be applied as they are in the live object: a field that is ours is set to its live value, because the
     * API server removes a field that its manager omits; a field of another manager is omitted.
     *
     * @param live the object as it is in the cluster
     * @param ours the part of it that we own, alone or with others
     * @param object the object to be applied; it is modified
     */
    public void leave(JsonNode live, JsonNode ours, JsonNode object) {
        leave(live, ours, object, 0);
    }

    private void leave(JsonNode live, JsonNode ours, JsonNode here, int depth) {
        boolean last = depth == segments.size() - 1;
        Segment segment = segments.get(depth);
        if (here instanceof ObjectNode map) {
            if (last && segment instanceof Segment.Name(String name) && isDropped(name, map, live, ours)) {
                map.set(name, ours.path(name).deepCopy());
                return;
            }
            names(map, segment).stream().filter(live::has).forEach(name -> {
                if (!last) {
                    leave(live.path(name), ours.path(name), map.path(name), depth + 1);
                } else if (ours.has(name)) {
                    map.set(name, ours.path(name).deepCopy());
                } else {
                    map.remove(name);
                }
            });
        } else if (here instanceof ArrayNode list) {
            leaveItems(live, ours, list, segment, depth);
        }
    }

    /** Returns true if a field that is ours is stated no longer: without it the API server would remove it, or set its default. */
    private static boolean isDropped(String name, ObjectNode object, JsonNode live, JsonNode ours) {
        return !object.has(name) && live.has(name) && ours.has(name);
    }

    private void leaveItems(JsonNode live, JsonNode ours, ArrayNode list, Segment segment, int depth) {
        for (int i = list.size() - 1; i >= 0; i--) {
            JsonNode item = list.get(i);
            JsonNode same = counterpart(live, item, segment, i);
            if (same.isMissingNode()) {
                continue;
            }
            // If only some are ours, the position doesn't identify the item: then the live one counts as ours.
            boolean isAnyones = !isNamed(item) && !ours.isEmpty() && ours.size() != live.size();
            JsonNode kept = isAnyones ? same : counterpart(ours, item, segment, i);
            if (depth < segments.size() - 1) {
                leave(same, kept, item, depth + 1);
            } else if (kept.isMissingNode()) {
                list.remove(i);
            } else {
                list.set(i, kept.deepCopy());
            }
        }
    }

    private static boolean isNamed(JsonNode item) {
        return item.path(NAME).isTextual();
    }

    /** Returns the matching item of the other list, if the segment selects this item. */
    private static JsonNode counterpart(JsonNode other, JsonNode item, Segment segment, int index) {
        return switch (segment) {
            case Segment.Any any ->
                isNamed(item) ? named(other, NAME, item.path(NAME).asText()) : other.path(index);
            case Segment.Name(String name) ->
                name.equals(Integer.toString(index)) ? other.path(index) : MissingNode.getInstance();
            case Segment.Item(String key, String value) ->
                item.path(key).asText("").equals(value) ? named(other, key, value) : MissingNode.getInstance();
        };
    }

    private static JsonNode named(JsonNode list, String key, String value) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(item -> item.path(key).asText("").equals(value))
                .findFirst()
                .orElseGet(MissingNode::getInstance);
    }

    private static List<String> names(ObjectNode map, Segment segment) {
        return switch (segment) {
            case Segment.Any any ->
                map.properties().stream().map(e -> e.getKey()).toList();
            case Segment.Name(String name) -> map.has(name) ? List.of(name) : List.of();
            case Segment.Item item -> List.of();
        };
    }

    /** Removes the fields from a FieldsV1. */
    public void removeFromFields(ObjectNode fieldsV1) {
        removeFromFields(fieldsV1, 0);
    }

    private void removeFromFields(ObjectNode here, int depth) {
        List<String> keys = here.properties().stream()
                .map(e -> e.getKey())
                .filter(key -> !key.equals(".") && segments.get(depth).fits(PathElement.parse(key)))
                .toList();
        for (String key : keys) {
            if (depth == segments.size() - 1) {
                here.remove(key);
            } else if (here.get(key) instanceof ObjectNode child && !child.isEmpty()) {
                removeFromFields(child, depth + 1);
                if (child.isEmpty()) {
                    here.remove(key);
                }
            }
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        segments.forEach(segment -> text.append('/')
                .append(
                        switch (segment) {
                            case Segment.Any any -> "*";
                            case Segment.Name(String name) ->
                                name.replace("~", "~0").replace("/", "~1");
                            case Segment.Item(String key, String value) -> "[" + key + "=" + value + "]";
                        }));
        return text.toString();
    }
}
