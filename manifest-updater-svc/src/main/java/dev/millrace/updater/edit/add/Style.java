package dev.millrace.updater.edit.add;

import dev.millrace.updater.edit.text.Lines;
import dev.millrace.updater.edit.text.Node;
import dev.millrace.updater.edit.text.Quoting;
import dev.millrace.updater.edit.text.Scalar;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * The notation of new keys and values, taken from a value beside them.
 *
 * @param keyQuote the quote around keys; empty if they have none
 * @param valueQuote the quote around values; empty if they are quoted only where YAML needs it
 * @param gap the text between key and value
 * @param comma the text between the entries of a flow mapping
 */
record Style(String keyQuote, String valueQuote, String gap, String comma) {
    private static final Style PLAIN = new Style("", "", ": ", ", ");

    /** The style of an entry, or YAML's plain one. */
    static Style of(String text, Optional<Scalar> beside) {
        return beside.filter(scalar -> scalar.keyStart() < scalar.start())
                .map(scalar -> of(text, scalar))
                .orElse(PLAIN);
    }

    private static Style of(String text, Scalar scalar) {
        char first = text.charAt(scalar.keyStart());
        String keyQuote = first == '"' || first == '\'' ? String.valueOf(first) : "";
        String valueQuote =
                switch (scalar.style()) {
                    case DOUBLE_QUOTED, JSON_BARE -> "\"";
                    case SINGLE_QUOTED -> "'";
                    case PLAIN, LITERAL, FOLDED -> "";
                };
        boolean narrow = text.startsWith("\":", scalar.start() - 2);
        return new Style(keyQuote, valueQuote, narrow ? ":" : ": ", narrow ? "," : ", ");
    }

    /** The style of the text in a list's last mapping. */
    static Style ofItems(String text, Optional<Node.Mapping> item) {
        return of(text, item.flatMap(Style::model));
    }

    private static Optional<Scalar> model(Node.Mapping item) {
        return item.text("newTag").or(() -> item.entries().values().stream()
                .filter(Scalar.class::isInstance)
                .map(Scalar.class::cast)
                .reduce((first, second) -> second));
    }

    String entry(String key, String value) {
        String quote = valueQuote.isEmpty() && Quoting.isNeeded(value) ? "\"" : valueQuote;
        return keyQuote + key + keyQuote + gap + quote + value + quote;
    }

    String flow(SequencedMap<String, String> values) {
        return "{" + inFlow(values) + "}";
    }

    String inFlow(SequencedMap<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> entry(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(comma));
    }

    /** Entries on lines of their own. */
    String lines(SequencedMap<String, String> values, String indent, String lineBreak) {
        return values.entrySet().stream()
                .map(entry -> entry(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(lineBreak + indent));
    }

    /** The line break of a file: the first one, or LF. */
    static String lineBreak(String text) {
        int end = Lines.endOf(text, 0);
        return end == text.length() ? "\n" : text.startsWith("\r\n", end) ? "\r\n" : text.substring(end, end + 1);
    }
}
