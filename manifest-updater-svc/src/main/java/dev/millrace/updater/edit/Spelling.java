package dev.millrace.updater.edit;

import dev.millrace.updater.edit.find.Place;
import dev.millrace.updater.edit.text.Lines;
import dev.millrace.updater.edit.text.Quoting;
import dev.millrace.updater.edit.text.Scalar;
import java.util.Optional;

/**
 * The text of a new value in place of the old one.
 *
 * @param start the start of the old characters, in UTF-16 units
 * @param end their end
 */
record Spelling(int start, int end, String with) {

    /** Returns empty if the value cannot be written without changing more than the value. */
    static Optional<Spelling> of(String text, Place place, String to) {
        if (place.scalar().isEmpty()) {
            return Optional.of(new Spelling(place.start(), place.end(), to));
        }
        Scalar scalar = place.scalar().get();
        return switch (scalar.style()) {
            case DOUBLE_QUOTED, JSON_BARE -> Optional.of(whole(scalar, doubleQuoted(to)));
            case SINGLE_QUOTED ->
                Optional.of(whole(scalar, isPrintable(to) ? "'" + to.replace("'", "''") + "'" : doubleQuoted(to)));
            case PLAIN -> Optional.of(plain(text, scalar, to, isFramed(place)));
            case LITERAL, FOLDED -> inBlock(text, scalar, to);
        };
    }

    private static Spelling whole(Scalar scalar, String with) {
        return new Spelling(scalar.start(), scalar.end(), with);
    }

    /** The text around an image made the old value a string without quotes, and makes the new one. */
    private static boolean isFramed(Place place) {
        return !place.value().before().isEmpty();
    }

    private static Spelling plain(String text, Scalar scalar, String to, boolean framed) {
        String with = !framed && Quoting.isNeeded(to) ? doubleQuoted(to) : to;
        boolean touches =
                scalar.isEmpty() && scalar.start() > 0 && !Character.isWhitespace(text.charAt(scalar.start() - 1));
        return whole(scalar, (touches ? " " : "") + with);
    }

    private static boolean isPrintable(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c != 0x7F);
    }

    private static String doubleQuoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c < ' ' || c == 0x7F) {
                quoted.append("\\u%04x".formatted(c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }

    /** Replaces the single line of a block; its header, indentation and end stay. An empty block gets its line. */
    private static Optional<Spelling> inBlock(String text, Scalar scalar, String to) {
        if (to.isBlank() || !isPrintable(to)) {
            return Optional.empty();
        }
        String line = scalar.value().strip();
        int head = Lines.endOf(text, scalar.start());
        if (line.isEmpty()) {
            return intoEmptyBlock(text, scalar, head, to);
        }
        int at = text.indexOf(line, head);
        boolean single = line.indexOf('\n') < 0 && at >= 0 && at + line.length() <= scalar.end();
        return single ? Optional.of(new Spelling(at, at + line.length(), to)) : Optional.empty();
    }

    private static Optional<Spelling> intoEmptyBlock(String text, Scalar scalar, int head, String to) {
        boolean indented = text.substring(scalar.start(), head).matches("[|>][-+]?([ \\t].*)?");
        if (!indented || head == text.length()) {
            return Optional.empty();
        }
        int lineStart =
                Math.max(text.lastIndexOf('\n', scalar.keyStart() - 1), text.lastIndexOf('\r', scalar.keyStart() - 1))
                        + 1;
        int next = text.startsWith("\r\n", head) ? head + 2 : head + 1;
        String end = text.substring(head, next);
        return Optional.of(new Spelling(next, next, " ".repeat(scalar.keyStart() - lineStart + 2) + to + end));
    }
}
