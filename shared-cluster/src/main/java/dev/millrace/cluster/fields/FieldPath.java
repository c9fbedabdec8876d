package dev.millrace.cluster.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The path of a field. It prints as {@code spec.template.spec.containers[name=web].image}. */
public record FieldPath(List<PathElement> elements) {
    public static final FieldPath ROOT = new FieldPath(List.of());

    public FieldPath {
        elements = List.copyOf(elements);
    }

    /** Returns a path through structures only. */
    public static FieldPath of(String... names) {
        FieldPath path = ROOT;
        for (String name : names) {
            path = path.then(new PathElement.Field(name));
        }
        return path;
    }

    /** Returns the path extended by one element. */
    public FieldPath then(PathElement element) {
        List<PathElement> longer = new ArrayList<>(elements);
        longer.add(element);
        return new FieldPath(longer);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        elements.forEach(element -> text.append(element.shown()));
        return text.indexOf(".") == 0 ? text.substring(1) : text.toString();
    }

    /** Removes the field from an object, if it exists. */
    public void removeFrom(JsonNode object) {
        if (elements.isEmpty()) {
            return;
        }
        JsonNode container = object;
        for (PathElement element : elements.subList(0, elements.size() - 1)) {
            container = element.find(container);
        }
        PathElement last = elements.getLast();
        if (container instanceof ObjectNode map && last instanceof PathElement.Field(String name)) {
            map.remove(name);
        } else if (container instanceof ArrayNode list) {
            removeItem(list, last);
        }
    }

    private static void removeItem(ArrayNode list, PathElement element) {
        if (element instanceof PathElement.Index(int index)) {
            list.remove(index);
            return;
        }
        for (int i = list.size() - 1; i >= 0; i--) {
            ArrayNode alone = list.arrayNode().add(list.get(i));
            if (!element.find(alone).isMissingNode()) {
                list.remove(i);
            }
        }
    }
}
