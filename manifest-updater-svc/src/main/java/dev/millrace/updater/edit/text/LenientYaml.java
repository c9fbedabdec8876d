package dev.millrace.updater.edit.text;

import java.util.regex.Pattern;

/**
 * Rewrites what the parser of kubectl and Helm reads and YAML 1.2 does not, so that every character stays where it is: tabs that separate tokens become
 * spaces, and an alias with a colon after it, which is a key, becomes a quoted key.
 *
 * @see <a href="https://github.com/yaml/libyaml">libyaml, from which that parser derives</a>
 */
final class LenientYaml {
    private static final Pattern ALIAS_KEY = Pattern.compile("(?<=^|[\\s{,])\\*([A-Za-z0-9_-]+):(?=\\s|$)");

    private final StringBuilder text;
    private int flow;
    private char quote;
    private boolean betweenTokens = true;
    private int blockIndent = -1;

    private LenientYaml(String text) {
        this.text = new StringBuilder(text);
    }

    static String of(String text) {
        LenientYaml yaml = new LenientYaml(text);
        int start = 0;
        while (start < text.length()) {
            int end = Lines.endOf(text, start);
            yaml.line(start, end);
            start = end + 1;
        }
        return ALIAS_KEY.matcher(yaml.text).replaceAll(alias -> {
            String content = ("*" + alias.group(1)).substring(0, alias.group(1).length() - 1);
            return java.util.regex.Matcher.quoteReplacement("\"" + content + "\":");
        });
    }

    private void line(int start, int end) {
        int indent = 0;
        while (start + indent < end && text.charAt(start + indent) == ' ') {
            indent++;
        }
        int first = start + indent;
        while (first < end && isBlank(text.charAt(first))) {
            first++;
        }
        if (blockIndent >= 0 && (first == end || indent > blockIndent)) {
            return;
        }
        blockIndent = -1;
        if (quote == 0 && (flow > 0 || first == end)) {
            spaces(start, first);
        }
        betweenTokens = betweenTokens || flow == 0;
        int at = first;
        while (at >= 0 && at < end) {
            at = quote == 0 ? token(at, end, indent) : inQuotes(at);
        }
    }

    private void spaces(int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) == '\t') {
                text.setCharAt(i, ' ');
            }
        }
    }

    private int inQuotes(int at) {
        char c = text.charAt(at);
        if (quote == '"' && c == '\\') {
            return at + 2;
        }
        quote = c == quote ? 0 : quote;
        return at + 1;
    }

    /** @return the next position; -1 at the end of what matters on the line */
    private int token(int at, int end, int indent) {
        char c = text.charAt(at);
        if (isBlank(c)) {
            return blanks(at, end);
        }
        boolean followed = at + 1 >= end || isBlank(text.charAt(at + 1));
        boolean before = betweenTokens;
        betweenTokens = (c == ':' && (followed || flow > 0))
                || (c == ',' && flow > 0)
                || (before && followed && (c == '-' || c == '?'));
        switch (c) {
            case '"', '\'' -> quote = before ? c : 0;
            case '[', '{' -> {
                flow += before || flow > 0 ? 1 : 0;
                betweenTokens = flow > 0;
            }
            case ']', '}' -> flow = Math.max(0, flow - 1);
            case '&', '!' -> {
                if (before) {
                    betweenTokens = true;
                    return afterWord(at, end);
                }
            }
            case '|', '>' -> {
                if (before && flow == 0) {
                    blockIndent = indent;
                    return -1;
                }
            }
            default -> {}
        }
        return at + 1;
    }

    private int afterWord(int from, int end) {
        int at = from;
        while (at < end && !isBlank(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** A tab between tokens, or at the end of the line, separates; one within a value is part of it. */
    private int blanks(int from, int end) {
        int at = from;
        while (at < end && isBlank(text.charAt(at))) {
            at++;
        }
        boolean last = at == end || text.charAt(at) == '#';
        if (betweenTokens || last) {
            spaces(from, at);
        }
        return last ? -1 : at;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
