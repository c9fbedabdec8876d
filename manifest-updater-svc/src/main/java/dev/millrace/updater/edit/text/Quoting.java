package dev.millrace.updater.edit.text;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decides if YAML would read a plain text as something else, by the rules of 1.2 (core schema) or of 1.1, which many tools still follow.
 *
 * @see <a href="https://yaml.org/type/">YAML 1.1 types</a>
 */
public final class Quoting {
    private static final Set<String> WORDS =
            Set.of("", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "=", "<<");
    private static final Pattern NUMBER = Pattern.compile(
            "[-+]?(0[bB][01_]+|0[oO]?[0-7_]+|0[xX][0-9a-fA-F_]+|[0-9][0-9_]*+(?::[0-5]?+[0-9])++(\\.[0-9_]*)?"
                    + "|([0-9][0-9_]*(\\.[0-9_]*)?|\\.[0-9][0-9_]*)([eE][-+]?[0-9]+)?|\\.(inf|Inf|INF))|\\.(nan|NaN|NAN)");
    private static final Pattern TIMESTAMP = Pattern.compile("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt \\t].*)?");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./][A-Za-z0-9_./:@+-]*");

    private Quoting() {}

    /** Returns true if a text must be quoted to be read unchanged. */
    public static boolean isNeeded(String text) {
        return WORDS.contains(text.toLowerCase(Locale.ROOT))
                || NUMBER.matcher(text).matches()
                || TIMESTAMP.matcher(text).matches()
                || !PLAIN.matcher(text).matches()
                || text.endsWith(":");
    }
}
