package dev.millrace.updater.migrate.renovate;

/**
 * Turns the JSON with comments of Renovate into JSON that a YAML parser reads: comments and tabs become spaces, so that every position stays.
 *
 * @see <a href="https://spec.json5.org/#comments">JSON5</a>
 */
final class Json5 {
    private final String text;
    private final StringBuilder plain;
    private int at;

    private Json5(String text) {
        this.text = text;
        this.plain = new StringBuilder(text.length());
    }

    static String plain(String text) {
        Json5 json = new Json5(text);
        while (json.at < text.length()) {
            json.step();
        }
        return json.plain.toString();
    }

    private void step() {
        char c = text.charAt(at);
        if (c == '"' || c == '\'') {
            string(c);
        } else if (text.startsWith("//", at)) {
            blank(end("\n", 0));
        } else if (text.startsWith("/*", at)) {
            blank(end("*/", 2));
        } else if (c == ':') {
            // YAML needs a space after a key that is not quoted.
            plain.append(": ");
            at++;
        } else {
            plain.append(c == '\t' ? ' ' : c);
            at++;
        }
    }

    private int end(String sign, int length) {
        int end = text.indexOf(sign, at + length);
        return end < 0 ? text.length() : end + length;
    }

    private void blank(int end) {
        while (at < end) {
            char c = text.charAt(at);
            plain.append(c == '\n' || c == '\r' ? c : ' ');
            at++;
        }
    }

    /** A string in double quotes has the escapes of YAML; in single quotes it is written again in double quotes. */
    private void string(char quote) {
        plain.append('"');
        at++;
        while (at < text.length() && text.charAt(at) != quote) {
            char c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length()) {
                char next = text.charAt(at + 1);
                plain.append(next == '\'' ? "'" : "\\" + next);
                at += 2;
            } else {
                plain.append(c == '"' ? "\\\"" : Character.toString(c));
                at++;
            }
        }
        plain.append('"');
        at++;
    }
}
