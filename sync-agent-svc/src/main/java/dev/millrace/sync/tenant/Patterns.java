package dev.millrace.sync.tenant;

import com.google.re2j.Pattern;
import java.util.List;

/** Patterns of which a text must match one: {@code *} stands for any characters but a slash, {@code **} for any characters. */
final class Patterns {
    static final Patterns NONE = new Patterns(List.of());

    private final List<String> written;
    private final List<Pattern> compiled;

    Patterns(List<String> written) {
        this.written = List.copyOf(written);
        this.compiled = this.written.stream().map(Patterns::compile).toList();
    }

    private static Pattern compile(String written) {
        StringBuilder pattern = new StringBuilder();
        int at = 0;
        while (at < written.length()) {
            if (written.startsWith("**", at)) {
                pattern.append(".*");
                at += 2;
            } else {
                char c = written.charAt(at++);
                pattern.append(c == '*' ? "[^/]*" : Pattern.quote(Character.toString(c)));
            }
        }
        return Pattern.compile(pattern.toString(), Pattern.DOTALL);
    }

    /** Returns true if one of the patterns matches the whole text. */
    boolean match(String text) {
        return compiled.stream().anyMatch(pattern -> pattern.matches(text));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Patterns patterns && written.equals(patterns.written);
    }

    @Override
    public int hashCode() {
        return written.hashCode();
    }

    @Override
    public String toString() {
        return written.toString();
    }
}
