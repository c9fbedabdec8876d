package dev.millrace.updater.policy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/** Translates a path pattern into an expression. */
final class GlobSyntax {
    private static final String WILDCARDS = "*?{[";

    private final String text;
    private final StringBuilder expression = new StringBuilder();
    private int at;
    private int depth;

    private GlobSyntax(String text) {
        this.text = text;
    }

    /** Rejects an invalid pattern with an IllegalArgumentException. */
    static GlobSyntax of(String text) {
        GlobSyntax syntax = new GlobSyntax(text);
        while (syntax.at < text.length()) {
            syntax.step(text.charAt(syntax.at));
        }
        if (syntax.depth > 0) {
            throw syntax.invalid("a '{' has no '}'");
        }
        return syntax;
    }

    /** The text before the first wildcard. */
    String prefix() {
        int end = 0;
        while (end < text.length() && WILDCARDS.indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(0, end);
    }

    Pattern regex() {
        try {
            return Pattern.compile(expression.toString(), Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw invalid(e.getDescription() + ": " + e.getPattern());
        }
    }

    private void step(char c) {
        switch (c) {
            case '*' -> star();
            case '?' -> put("[^/]", 1);
            case '[' -> oneOf();
            case '{' -> {
                depth++;
                put("(?:", 1);
            }
            case '}' -> {
                if (depth-- == 0) {
                    throw invalid("a '}' has no '{'");
                }
                put(")", 1);
            }
            case ',' -> put(depth > 0 ? "|" : ",", 1);
            default -> put(Pattern.quote(String.valueOf(c)), 1);
        }
    }

    private void star() {
        if (text.startsWith("**/", at)) {
            put("(?:.*/)?", 3);
        } else if (text.startsWith("**", at)) {
            put(".*", 2);
        } else {
            put("[^/]*", 1);
        }
    }

    /** One character of a set, which never is a slash. */
    private void oneOf() {
        boolean negated = text.startsWith("[!", at) || text.startsWith("[^", at);
        int from = at + (negated ? 2 : 1);
        int end = text.indexOf(']', from + 1);
        if (end < 0) {
            throw invalid("a '[' has no ']'");
        }
        String set = text.substring(from, end)
                .replace("[", "\\[")
                .replace("]", "\\]")
                .replace("^", "\\^");
        if (set.contains("/")) {
            throw invalid("a set of characters in '[' and ']' has no '/'");
        }
        put(negated ? "[^/" + set + "]" : "[" + set + "]", end + 1 - at);
    }

    private void put(String part, int length) {
        expression.append(part);
        at += length;
    }

    private IllegalArgumentException invalid(String reason) {
        return new IllegalArgumentException("not a path pattern: " + text + ": " + reason);
    }
}
