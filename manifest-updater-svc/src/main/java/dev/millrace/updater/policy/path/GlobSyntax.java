package dev.millrace.updater.policy.path;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Translates a path pattern into an expression, with a group for each placeholder. */
final class GlobSyntax {
    private static final String WILDCARDS = "*?{[";

    private final String text;
    private final Set<String> placeholders;
    private final List<String> groups = new ArrayList<>();
    private final StringBuilder expression = new StringBuilder();
    private int at;
    private int depth;

    private GlobSyntax(String text, Set<String> placeholders) {
        this.text = text;
        this.placeholders = placeholders;
    }

    /** Rejects an invalid pattern with an IllegalArgumentException. */
    static GlobSyntax of(String text) {
        return of(text, Set.of());
    }

    /**
     * Rejects an invalid pattern with an IllegalArgumentException.
     *
     * @param placeholders the names in braces that stand for a value, not for alternatives
     */
    static GlobSyntax of(String text, Set<String> placeholders) {
        GlobSyntax syntax = new GlobSyntax(text, placeholders);
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

    /** The placeholders, in the order of the expression's groups. */
    List<String> groups() {
        return List.copyOf(groups);
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
            case '{' -> brace();
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

    private void brace() {
        Optional<String> placeholder = placeholders.stream()
                .filter(name -> text.startsWith("{" + name + "}", at))
                .findFirst();
        if (placeholder.isEmpty()) {
            depth++;
            put("(?:", 1);
        } else {
            groups.add(placeholder.get());
            put("(" + Placeholders.VALUE + ")", placeholder.get().length() + 2);
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
