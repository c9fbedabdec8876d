package dev.millrace.sync.render.transform;

import dev.millrace.sync.manifest.yaml.Scalars;
import java.util.Map;
import java.util.Optional;

/** Expands the variables in one text. A second dollar sign before the brace escapes it; a dollar sign before anything else is plain text. */
final class Expansion {
    private static final int DEEPEST = 20;
    private static final int MAX_LENGTH = 1 << 20;

    private final String text;
    private final Map<String, String> values;
    private int at;

    Expansion(String text, Map<String, String> values) {
        this.text = text;
        this.values = values;
    }

    String expand() {
        StringBuilder out = new StringBuilder();
        while (at < text.length()) {
            if (text.startsWith("$${", at)) {
                out.append("${");
                at += 3;
            } else if (text.startsWith("${", at)) {
                append(out, variable(0));
            } else {
                out.append(text.charAt(at++));
            }
        }
        return out.toString();
    }

    private void append(StringBuilder out, String more) {
        if (out.length() + more.length() > MAX_LENGTH) {
            throw unusable("its variables unfold to more than " + (MAX_LENGTH >> 20) + " MiB", at);
        }
        out.append(more);
    }

    /** Reads from the dollar sign to the end of the closing brace. */
    private String variable(int depth) {
        int start = at;
        if (depth > DEEPEST) {
            throw unusable("variables nested deeper than " + DEEPEST + " levels", start);
        }
        at += 2;
        boolean length = peek() == '#';
        at += length ? 1 : 0;
        String name = name(start);
        Optional<String> value = Optional.ofNullable(values.get(name));
        if (length) {
            close(start);
            return Integer.toString(needed(value, name, start).length());
        }
        String operator = operator();
        return switch (operator) {
            case "" -> closed(needed(value, name, start), start);
            case "=", ":=", ":-", "-" -> {
                String other = word("}", depth, start);
                boolean unset = operator.equals("-")
                        ? value.isEmpty()
                        : value.filter(v -> !v.isEmpty()).isEmpty();
                yield closed(unset ? other : value.orElse(""), start);
            }
            case "+", ":+" -> {
                String other = word("}", depth, start);
                boolean set = operator.equals("+")
                        ? value.isPresent()
                        : value.filter(v -> !v.isEmpty()).isPresent();
                yield closed(set ? other : "", start);
            }
            default -> changed(operator, name, value, depth, start);
        };
    }

    private String changed(String operator, String name, Optional<String> value, int depth, int start) {
        String first = operator.startsWith("/") ? word("/}", depth, start) : word(":}", depth, start, operator);
        String second = "";
        boolean more = peek() != '}';
        if (more) {
            at++;
            second = word("}", depth, start);
        }
        close(start);
        String now = needed(value, name, start);
        return switch (operator) {
            case "^", "^^", ",", ",,", "#", "##", "%", "%%", "/", "//", "/#", "/%" ->
                Modifiers.apply(operator, now, first, second);
            case ":" -> Modifiers.part(now, first, more ? Optional.of(second) : Optional.empty());
            case "?" -> now;
            case ":?" -> needed(value.filter(v -> !v.isEmpty()), name, start);
            default -> throw new IllegalStateException("an operator that is none: " + operator);
        };
    }

    private String name(int start) {
        int from = at;
        while (at < text.length() && isName(text.charAt(at), at > from)) {
            at++;
        }
        if (from == at) {
            throw unusable("a ${ that begins no variable ($${ is a plain one)", start);
        }
        return text.substring(from, at);
    }

    private static boolean isName(char c, boolean inside) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (inside && c >= '0' && c <= '9');
    }

    private String operator() {
        for (String one : Modifiers.OPERATORS) {
            if (text.startsWith(one, at)) {
                at += one.length();
                return one;
            }
        }
        return "";
    }

    /** Reads the text after the operator, up to one of these characters; {@code :} ends it only where it is allowed to. */
    private String word(String ends, int depth, int start, String operator) {
        return word(operator.equals(":") ? ends : "}", depth, start);
    }

    private String word(String ends, int depth, int start) {
        StringBuilder word = new StringBuilder();
        while (ends.indexOf(peek()) < 0) {
            if (at >= text.length()) {
                throw unusable("a ${ that is not closed", start);
            }
            if (text.startsWith("${", at)) {
                append(word, variable(depth + 1));
            } else {
                boolean escaped = peek() == '\\' && at + 1 < text.length() && "/}\\$".indexOf(text.charAt(at + 1)) >= 0;
                at += escaped ? 1 : 0;
                word.append(text.charAt(at++));
            }
        }
        return word.toString();
    }

    private String closed(String value, int start) {
        close(start);
        return value;
    }

    private void close(int start) {
        if (peek() != '}') {
            throw unusable(
                    at < text.length() ? "a ${ with what is no form of a variable" : "a ${ that is not closed", start);
        }
        at++;
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private static String needed(Optional<String> value, String name, int start) {
        return value.orElseThrow(() -> unusable("the variable " + name + " is not set", start));
    }

    private static Scalars.Unusable unusable(String reason, int at) {
        return new Scalars.Unusable(reason, at);
    }
}
