package dev.millrace.git.webhook.payload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A selection of text fields in a JSON object. Only these are read; all others are skipped, whatever their type, length or depth. Text that is not UTF-8 is
 * replaced, a byte order mark is skipped, and of a key that occurs twice the last text counts.
 */
public final class NeededFields {
    /** Longer than any address or ref that a host accepts. A longer text counts as absent. */
    private static final int MAX_TEXT = 4096;

    /** Elements of a list that are read; those after them are skipped. */
    public static final int MAX_ELEMENTS = 10_000;

    private static final int MAX_DEPTH = 10_000;
    private static final String EACH = "*";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /**
     * The fields of a body.
     *
     * @param values an object with the selected fields alone; missing if the body is not an object
     * @param fault the reason if the rest of the body can't be read; the values before it are complete, and a list that it interrupts is left out
     */
    public record Fields(JsonNode values, Optional<String> fault) {}

    private final Map<String, NeededFields> children = new HashMap<>();
    private boolean isText;

    private NeededFields() {}

    /** Selects fields by JSON pointers, with {@code *} for each element of a list. */
    public static NeededFields of(List<String> pointers) {
        NeededFields all = new NeededFields();
        for (String pointer : pointers) {
            NeededFields place = all;
            for (String name : pointer.substring(1).split("/", -1)) {
                place = place.children.computeIfAbsent(name, key -> new NeededFields());
            }
            place.isText = true;
        }
        return all;
    }

    /** Reads the selected fields of a body. */
    public Fields read(byte[] body) {
        JsonNode values = MissingNode.getInstance();
        try (JsonParser parser = JSON.createParser(text(body))) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                ObjectNode object = NODES.objectNode();
                values = object;
                readObject(parser, object);
            }
            return new Fields(values, Optional.empty());
        } catch (IOException e) {
            return new Fields(values, Optional.of("the payload is not JSON"));
        }
    }

    private static Reader text(byte[] body) {
        boolean marked = body.length >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF;
        int start = marked ? 3 : 0;
        return new InputStreamReader(
                new ByteArrayInputStream(body, start, body.length - start), StandardCharsets.UTF_8);
    }

    private void readObject(JsonParser parser, ObjectNode into) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            NeededFields field = children.get(name);
            JsonToken value = parser.nextToken();
            if (field == null) {
                parser.skipChildren();
            } else if (value == JsonToken.START_OBJECT && !field.children.isEmpty()) {
                field.readObject(parser, into.putObject(name));
            } else {
                field.readOther(parser).ifPresent(node -> into.set(name, node));
            }
        }
    }

    /** Reads a text or a list; skips any other value. */
    private Optional<JsonNode> readOther(JsonParser parser) throws IOException {
        NeededFields each = children.get(EACH);
        if (parser.currentToken() == JsonToken.START_ARRAY && each != null) {
            return Optional.of(each.readList(parser));
        }
        if (parser.currentToken() == JsonToken.VALUE_STRING && isText) {
            return parser.getTextLength() <= MAX_TEXT
                    ? Optional.of(NODES.textNode(parser.getText()))
                    : Optional.empty();
        }
        parser.skipChildren();
        return Optional.empty();
    }

    private ArrayNode readList(JsonParser parser) throws IOException {
        ArrayNode list = NODES.arrayNode();
        for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
            if (next == JsonToken.START_OBJECT && list.size() < MAX_ELEMENTS) {
                ObjectNode element = NODES.objectNode();
                readObject(parser, element);
                list.add(element);
            } else {
                parser.skipChildren();
            }
        }
        return list;
    }
}
