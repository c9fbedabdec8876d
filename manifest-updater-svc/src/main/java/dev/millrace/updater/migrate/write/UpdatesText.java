package dev.millrace.updater.migrate.write;

import dev.millrace.updater.migrate.PolicyDraft;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Writes the text of an {@code updates.yaml}: block style for policies, flow style within them. */
final class UpdatesText {
    /** Words that every version of YAML reads as the text that they are. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_./][A-Za-z0-9_./-]*(?:/\\*\\*)?");

    private static final List<String> WORDS = List.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    private final StringBuilder text = new StringBuilder();

    private UpdatesText() {}

    static String of(
            List<PolicyDraft> policies, Map<String, Object> delivery, Map<String, Map<String, Object>> groups) {
        UpdatesText written = new UpdatesText();
        if (!delivery.isEmpty()) {
            written.text.append("delivery:\n");
            written.keys(delivery, "  ");
        }
        if (!groups.isEmpty()) {
            written.text.append("groups:\n");
            groups.forEach((name, own) -> {
                written.text.append("  ").append(scalar(name)).append(":\n");
                written.keys(own, "    ");
            });
        }
        written.text.append(policies.isEmpty() ? "policies: []\n" : "policies:\n");
        for (PolicyDraft policy : policies) {
            written.text
                    .append("  # ")
                    .append(comment(policy.object() + ", " + policy.origin()))
                    .append('\n');
            int start = written.text.length();
            written.keys(policy.keys(), "    ");
            written.text.replace(start, start + 4, "  - ");
        }
        return written.text.toString();
    }

    private static String comment(String words) {
        return words.replaceAll("\\p{Cntrl}", "?");
    }

    private void keys(Map<String, Object> keys, String indent) {
        keys.forEach((key, value) -> {
            text.append(indent).append(key).append(": ");
            if (value instanceof String lines && lines.contains("\n") && isBlock(lines)) {
                text.append(lines.endsWith("\n") ? "|\n" : "|-\n");
                lines.lines().forEach(line -> text.append(line.isEmpty() ? "" : indent + "  " + line)
                        .append('\n'));
            } else {
                text.append(flow(value)).append('\n');
            }
        });
    }

    /** A block begins with a character that shows its indentation, and has nothing that YAML would not print. */
    private static boolean isBlock(String lines) {
        return !lines.startsWith(" ")
                && !lines.startsWith("\n")
                && !lines.endsWith("\n\n")
                && lines.chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 127));
    }

    private static String flow(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                StringBuilder all = new StringBuilder("{");
                map.forEach((key, one) -> all.append(all.length() > 1 ? ", " : "")
                        .append(scalar(key.toString()))
                        .append(": ")
                        .append(flow(one)));
                yield all.append('}').toString();
            }
            case List<?> list -> {
                StringBuilder all = new StringBuilder("[");
                list.forEach(one -> all.append(all.length() > 1 ? ", " : "").append(flow(one)));
                yield all.append(']').toString();
            }
            case Boolean flag -> flag.toString();
            default -> scalar(value.toString());
        };
    }

    private static String scalar(String word) {
        if (PLAIN.matcher(word).matches() && !WORDS.contains(word.toLowerCase(Locale.ROOT))) {
            return word;
        }
        boolean printable = word.chars().allMatch(c -> c >= ' ' && c < 127);
        return printable ? "'" + word.replace("'", "''") + "'" : quoted(word);
    }

    private static String quoted(String word) {
        StringBuilder quoted = new StringBuilder("\"");
        word.chars().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> quoted.append(c >= ' ' && c < 127 ? Character.toString(c) : String.format("\\u%04x", c));
            }
        });
        return quoted.append('"').toString();
    }
}
