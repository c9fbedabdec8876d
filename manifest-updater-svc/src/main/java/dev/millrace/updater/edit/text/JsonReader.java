package dev.millrace.updater.edit.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamReadException;
import java.io.IOException;
import java.util.Optional;

/** Reads JSON by the parser's tokens. */
final class JsonReader {
    private static final JsonFactory JSON = new JsonFactory();

    private final TreeBuilder tree = new TreeBuilder();
    private final JsonParser parser;
    private final int skipped;

    private JsonReader(JsonParser parser, int skipped) {
        this.parser = parser;
        this.skipped = skipped;
    }

    /** @param skipped the number of units before the parser's first character */
    static ParseResult read(String text, int skipped) {
        try (JsonParser parser = JSON.createParser(text.substring(skipped))) {
            JsonReader reader = new JsonReader(parser, skipped);
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                reader.add(token);
            }
            return new ParseResult.Parsed(reader.tree.manifest(text, skipped));
        } catch (StreamReadException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            return new ParseResult.Unreadable("not JSON: " + e.getOriginalMessage(), Math.max(1, line));
        } catch (IOException e) {
            return new ParseResult.Unreadable("not JSON: " + e.getMessage(), 1);
        }
    }

    private void add(JsonToken token) throws IOException {
        if (tree.isBetweenDocuments()) {
            tree.document();
        }
        switch (token) {
            case START_OBJECT -> tree.beginMapping(Optional.empty(), begin());
            case START_ARRAY -> tree.beginSequence(Optional.empty(), begin());
            case END_OBJECT, END_ARRAY -> tree.end(position() + 1);
            case FIELD_NAME, VALUE_STRING -> scalar(Scalar.Style.DOUBLE_QUOTED);
            default -> scalar(Scalar.Style.JSON_BARE);
        }
    }

    private Node.Collection.Begin begin() {
        return new Node.Collection.Begin(position(), true);
    }

    private int position() {
        return skipped + (int) parser.currentTokenLocation().getCharOffset();
    }

    private void scalar(Scalar.Style style) throws IOException {
        int start = position();
        String value = parser.getText();
        parser.finishToken();
        int end = style == Scalar.Style.JSON_BARE
                ? start + value.length()
                : skipped + (int) parser.currentLocation().getCharOffset();
        tree.scalar(value, style, start, end, Optional.empty(), "");
    }
}
