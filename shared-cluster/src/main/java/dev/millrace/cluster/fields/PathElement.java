package dev.millrace.cluster.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** One element of a field's path, in the notation of FieldsV1. */
public sealed interface PathElement {

    /** Reads a key of FieldsV1: {@code f:<name>}, {@code k:<keys>}, {@code v:<value>} or {@code i:<index>}. */
    static PathElement parse(String key) {
        String rest = key.substring(Math.min(2, key.length()));
        return switch (key.substring(0, Math.min(2, key.length()))) {
            case "f:" -> new Field(rest);
            case "k:" -> new Item(Values.object(rest));
            case "v:" -> new Member(Values.read(rest));
            case "i:" -> new Index(Integer.parseInt(rest));
            default -> throw new IllegalArgumentException("not a path element of FieldsV1: " + key);
        };
    }

    /** Returns the value in this container; {@link MissingNode} if there is none. A JSON null counts as none. */
    default JsonNode in(JsonNode container) {
        JsonNode found = find(container);
        return found.isNull() ? MissingNode.getInstance() : found;
    }

    /** As {@link #in}, with nulls as they are. */
    JsonNode find(JsonNode container);

    /** Returns true if this is the element of a list's item. */
    boolean selects(JsonNode item, int index);

    /** Returns the text that is appended to the path so far. */
    String shown();

    /** A field of a map or structure. */
    record Field(String name) implements PathElement {
        private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

        @Override
        public JsonNode find(JsonNode container) {
            return container.path(name);
        }

        @Override
        public boolean selects(JsonNode item, int index) {
            return false;
        }

        @Override
        public String shown() {
            return PLAIN.matcher(name).matches() ? "." + name : "[" + name + "]";
        }
    }

    /** The list item that has these values under its keys. */
    record Item(ObjectNode keys) implements PathElement {

        @Override
        public JsonNode find(JsonNode container) {
            return StreamSupport.stream(container.spliterator(), false)
                    .filter(item -> selects(item, 0))
                    .findFirst()
                    .orElseGet(MissingNode::getInstance);
        }

        @Override
        public boolean selects(JsonNode item, int index) {
            return keys.properties().stream().allMatch(key -> Values.same(item.path(key.getKey()), key.getValue()));
        }

        @Override
        public String shown() {
            return keys.properties().stream()
                    .map(key -> key.getKey() + "=" + key.getValue().asText())
                    .collect(Collectors.joining(",", "[", "]"));
        }
    }

    /** A value in a list that is a set. */
    record Member(JsonNode value) implements PathElement {

        @Override
        public JsonNode find(JsonNode container) {
            return StreamSupport.stream(container.spliterator(), false)
                    .filter(member -> Values.same(member, value))
                    .findFirst()
                    .orElseGet(MissingNode::getInstance);
        }

        @Override
        public boolean selects(JsonNode item, int index) {
            return Values.same(item, value);
        }

        @Override
        public String shown() {
            return "[=" + value.asText() + "]";
        }
    }

    /** A position in a list. */
    record Index(int index) implements PathElement {

        @Override
        public JsonNode find(JsonNode container) {
            return container.path(index);
        }

        @Override
        public boolean selects(JsonNode item, int position) {
            return position == index;
        }

        @Override
        public String shown() {
            return "[" + index + "]";
        }
    }
}
