package dev.millrace.messaging.log;

/** Text without characters that end a line, move a cursor or change the direction of the text that follows. */
public final class OneLine {
    private OneLine() {}

    /** Returns the text with each such character escaped as in Java. A tab stays. */
    static String of(String text) {
        if (text.chars().noneMatch(OneLine::isEscaped)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                default -> {
                    if (isEscaped(c)) {
                        escaped.append("\\u%04x".formatted((int) c));
                    } else {
                        escaped.append(c);
                    }
                }
            }
        }
        return escaped.toString();
    }

    /** Returns true for a character that ends a line, changes the direction of text, or that a terminal would interpret. A tab is none. */
    public static boolean isEscaped(int c) {
        return c != '\t'
                && (Character.isISOControl(c)
                        || c == '\u2028'
                        || c == '\u2029'
                        || (c >= '\u202a' && c <= '\u202e')
                        || (c >= '\u2066' && c <= '\u2069'));
    }
}
