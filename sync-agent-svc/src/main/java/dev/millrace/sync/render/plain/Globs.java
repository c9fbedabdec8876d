package dev.millrace.sync.render.plain;

import com.google.re2j.Pattern;
import java.util.List;

/**
 * Globs as in <a href="https://git-scm.com/docs/gitignore">Git's ignore files</a>: one without a slash within it is for names at any depth, {@code *} stays within
 * a name, {@code **} crosses folders, and one that fits a folder is for all in it.
 */
record Globs(List<Pattern> patterns) {

    static Globs of(List<String> globs) {
        return new Globs(globs.stream().map(Globs::pattern).toList());
    }

    private static Pattern pattern(String written) {
        String glob = written.endsWith("/") ? written.substring(0, written.length() - 1) : written;
        boolean anywhere = !glob.contains("/");
        StringBuilder pattern = new StringBuilder(anywhere ? "(?:.*/)?" : "");
        int at = glob.startsWith("/") ? 1 : 0;
        while (at < glob.length()) {
            if (glob.startsWith("**/", at)) {
                pattern.append("(?:.*/)?");
                at += 3;
            } else if (glob.startsWith("**", at)) {
                pattern.append(".*");
                at += 2;
            } else {
                char c = glob.charAt(at++);
                pattern.append(c == '*' ? "[^/]*" : c == '?' ? "[^/]" : Pattern.quote(Character.toString(c)));
            }
        }
        return Pattern.compile(pattern.toString(), Pattern.DOTALL);
    }

    boolean isEmpty() {
        return patterns.isEmpty();
    }

    /** Returns true if one of the globs matches this path. */
    boolean fits(String path) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(path));
    }

    /** Returns true if one of the globs matches a folder above the path. */
    boolean fitsAbove(String path) {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            if (fits(path.substring(0, slash))) {
                return true;
            }
        }
        return false;
    }
}
