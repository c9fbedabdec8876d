package dev.millrace.builder.configuration.spec;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.function.Predicate;

/**
 * A pattern of paths as in {@code .gitignore}, but matched in linear time: JGit's own rules take seconds for a name of 255 characters and a
 * pattern with three asterisks. A pattern that matches a folder matches everything below it.
 */
public record PathPattern(String text) {
    private static final int MAX_LENGTH = 255;

    public PathPattern {
        if (text.isBlank() || text.length() > MAX_LENGTH || text.startsWith("#")) {
            throw new IllegalArgumentException(
                    "a pattern of 1 to " + MAX_LENGTH + " characters that doesn't begin with # is expected");
        }
        compile(text);
    }

    /** The pattern of exactly one folder or file; of everything for the empty path. */
    public static PathPattern of(String path) {
        return new PathPattern(path.isEmpty() ? "**" : "/" + path.replaceAll("([\\\\*?\\[])", "\\\\$1"));
    }

    /** Returns a test that is true if the last matching pattern of a list is not negated; false without a match. */
    static Predicate<String> lastMatch(List<PathPattern> patterns) {
        List<Pattern> compiled =
                patterns.stream().map(pattern -> compile(pattern.text)).toList();
        return path -> {
            for (int i = patterns.size() - 1; i >= 0; i--) {
                if (compiled.get(i).matches(path)) {
                    return !patterns.get(i).isNegated();
                }
            }
            return false;
        };
    }

    private boolean isNegated() {
        return text.startsWith("!");
    }

    private static Pattern compile(String text) {
        String glob = text.startsWith("!") ? text.substring(1) : text;
        boolean foldersOnly = glob.endsWith("/");
        String body = foldersOnly ? glob.substring(0, glob.length() - 1) : glob;
        boolean anchored = body.indexOf('/') >= 0;
        body = body.startsWith("/") ? body.substring(1) : body;
        if (body.isEmpty() || body.startsWith("/") || body.endsWith("/") || body.contains("//")) {
            throw new IllegalArgumentException("not a pattern of paths: " + text);
        }
        String below = foldersOnly ? "/.+" : "(?:/.*)?";
        try {
            return Pattern.compile("(?s)" + (anchored ? "" : "(?:.*/)?") + regex(body, text) + below);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("not a pattern of paths: " + text, e);
        }
    }

    private static String regex(String glob, String whole) {
        StringBuilder regex = new StringBuilder();
        for (int at = 0; at < glob.length(); at++) {
            boolean startsSegment = at == 0 || glob.charAt(at - 1) == '/';
            if (startsSegment && glob.startsWith("**/", at)) {
                regex.append("(?:.*/)?");
                at += 2;
            } else if (startsSegment && glob.substring(at).equals("**")) {
                regex.append(".+");
                at++;
            } else {
                at = character(glob, at, regex, whole);
            }
        }
        return regex.toString();
    }

    /** Translates what begins at an index, and returns the index of its end. */
    private static int character(String glob, int at, StringBuilder regex, String whole) {
        switch (glob.charAt(at)) {
            case '*' -> regex.append("[^/]*");
            case '?' -> regex.append("[^/]");
            case '[' -> {
                return characterClass(glob, at, regex, whole);
            }
            case '\\' -> {
                if (at + 1 == glob.length()) {
                    throw new IllegalArgumentException("not a pattern of paths: " + whole);
                }
                regex.append(Pattern.quote(glob.substring(at + 1, at + 2)));
                return at + 1;
            }
            default -> regex.append(Pattern.quote(glob.substring(at, at + 1)));
        }
        return at;
    }

    private static int characterClass(String glob, int at, StringBuilder regex, String whole) {
        boolean inverse = glob.startsWith("!", at + 1) || glob.startsWith("^", at + 1);
        int first = at + (inverse ? 2 : 1);
        int end = glob.indexOf(']', first);
        String content = end < 0 ? "" : glob.substring(first, end);
        if (content.isEmpty() || content.matches(".*[\\[\\]\\\\/^&].*")) {
            throw new IllegalArgumentException("not a pattern of paths: " + whole);
        }
        regex.append(inverse ? "[^/" : "[").append(content).append(']');
        return end;
    }
}
