package dev.millrace.sync.apply.refusal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.millrace.cluster.fields.FieldPath;
import dev.millrace.cluster.fields.PathElement;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * A field that another manager owns too, as the API server reports it (Kubernetes, server-side apply, conflicts).
 *
 * @param field the field as reported: {@code .spec.containers[name="main"].image}
 */
public record FieldConflict(String manager, String field) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern MANAGER = Pattern.compile("conflict with \"([^\"]*)\"");
    private static final Pattern KEYS = Pattern.compile("([A-Za-z0-9_.-]+)=(\"(?:[^\"\\\\]|\\\\.)*\"|[^,\\]]+),?");
    private static final Pattern INDEX = Pattern.compile("[0-9]{1,9}");
    private static final Pattern BRACKETS = Pattern.compile("\\[((?:\"(?:[^\"\\\\]|\\\\.)*\"|[^\"\\]])*)]");

    static FieldConflict of(String field, String message) {
        Matcher manager = MANAGER.matcher(message);
        return new FieldConflict(manager.find() ? manager.group(1) : "", field);
    }

    /** Returns the path to the field in an object that has it; a name may contain dots, so its end can only be found in the object. */
    public Optional<FieldPath> in(JsonNode object) {
        return walk(object, field, FieldPath.ROOT);
    }

    private static Optional<FieldPath> walk(JsonNode here, String rest, FieldPath way) {
        if (rest.isEmpty()) {
            return Optional.of(way);
        }
        if (rest.startsWith(".") && here instanceof ObjectNode map) {
            return StreamSupport.stream(((Iterable<String>) map::fieldNames).spliterator(), false)
                    .filter(name -> isNext(rest.substring(1), name))
                    .max(Comparator.comparingInt(String::length))
                    .flatMap(name -> walk(
                            map.path(name), rest.substring(1 + name.length()), way.then(new PathElement.Field(name))));
        }
        Matcher brackets = BRACKETS.matcher(rest);
        if (brackets.lookingAt() && here instanceof ArrayNode list) {
            return element(brackets.group(1))
                    .flatMap(element -> walk(element.in(list), rest.substring(brackets.end()), way.then(element)));
        }
        return Optional.empty();
    }

    private static boolean isNext(String rest, String name) {
        if (!rest.startsWith(name)) {
            return false;
        }
        String after = rest.substring(name.length());
        return after.isEmpty() || after.startsWith(".") || after.startsWith("[");
    }

    private static Optional<PathElement> element(String inBrackets) {
        if (inBrackets.startsWith("=")) {
            return Optional.of(new PathElement.Member(json(inBrackets.substring(1))));
        }
        if (INDEX.matcher(inBrackets).matches()) {
            return Optional.of(new PathElement.Index(Integer.parseInt(inBrackets)));
        }
        ObjectNode keys = JSON.createObjectNode();
        Matcher each = KEYS.matcher(inBrackets);
        while (each.find()) {
            keys.set(each.group(1), json(each.group(2)));
        }
        return keys.isEmpty() ? Optional.empty() : Optional.of(new PathElement.Item(keys));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.getNodeFactory().textNode(text);
        }
    }

    @Override
    public String toString() {
        return field + " is " + (manager.isEmpty() ? "another manager" : manager) + "'s";
    }
}
