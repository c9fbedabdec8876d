package dev.millrace.builder.plan;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One instruction of a Dockerfile, with the texts of its here-documents.
 *
 * @param first the index of its first line
 * @param end the index after its last line
 * @param name in upper case, such as {@code RUN}
 * @param arguments the text after the name, with continued lines joined
 */
record Instruction(int first, int end, String name, String arguments) {
    private static final Pattern ESCAPE = Pattern.compile("(?i)#[ \\t]*escape[ \\t]*=[ \\t]*(\\S)[ \\t]*");
    private static final Pattern DIRECTIVE = Pattern.compile("#[ \\t]*[a-zA-Z]+[ \\t]*=.*");
    private static final Pattern HERE_DOCUMENT =
            Pattern.compile("(?:^|\\s)[0-9]*<<(-?)(?:\"([^\"<\\s]+)\"|'([^'<\\s]+)'|([^\"'<\\s]+))");
    private static final Set<String> WITH_DOCUMENTS = Set.of("RUN", "COPY", "ADD");

    /** Reads the lines of a Dockerfile, in linear time. An unknown instruction is read as any other. */
    static List<Instruction> of(List<String> lines) {
        return new Reader(lines).all();
    }

    private static boolean isSkipped(String line) {
        return line.isBlank() || line.stripLeading().startsWith("#");
    }

    private static String withoutTabs(String line) {
        return line.replaceFirst("^\t+", "");
    }

    private static final class Reader {
        private final List<String> lines;
        private final char escape;

        /** The last index of each line: it shows without a search that a here-document has no end. */
        private final Map<String, Integer> lastIndex = new HashMap<>();

        /** The same without leading tabs, for here-documents that may be indented. */
        private final Map<String, Integer> lastIndented = new HashMap<>();

        Reader(List<String> lines) {
            this.lines = lines.stream().map(String::stripTrailing).toList();
            this.escape = escape(this.lines);
            for (int i = 0; i < this.lines.size(); i++) {
                lastIndex.put(this.lines.get(i), i);
                lastIndented.put(withoutTabs(this.lines.get(i)), i);
            }
        }

        private static char escape(List<String> lines) {
            for (String line : lines) {
                Matcher escape = ESCAPE.matcher(line.strip());
                if (escape.matches()) {
                    return escape.group(1).charAt(0);
                }
                if (!DIRECTIVE.matches(line.strip())) {
                    break;
                }
            }
            return '\\';
        }

        List<Instruction> all() {
            List<Instruction> all = new ArrayList<>();
            int next = 0;
            while (next < lines.size()) {
                if (isSkipped(lines.get(next))) {
                    next++;
                } else {
                    all.add(at(next));
                    next = all.getLast().end();
                }
            }
            return all;
        }

        private Instruction at(int first) {
            StringBuilder text = new StringBuilder();
            int end = first;
            boolean continues = true;
            while (continues && end < lines.size()) {
                String line = lines.get(end++);
                if (end > first + 1 && isSkipped(line)) {
                    continue;
                }
                continues = !line.isEmpty() && line.charAt(line.length() - 1) == escape;
                text.append(continues ? line.substring(0, line.length() - 1) : line);
            }
            String[] parts = text.toString().strip().split("\\s+", 2);
            String name = parts[0].toUpperCase(Locale.ROOT);
            String arguments = parts.length > 1 ? parts[1] : "";
            return new Instruction(
                    first, WITH_DOCUMENTS.contains(name) ? afterDocuments(end, arguments) : end, name, arguments);
        }

        /** The index after the here-documents that begin at a line. One without an end is none. */
        private int afterDocuments(int start, String arguments) {
            int next = start;
            Matcher document = HERE_DOCUMENT.matcher(arguments);
            while (document.find()) {
                boolean isIndented = !document.group(1).isEmpty();
                String end = Optional.ofNullable(document.group(2))
                        .or(() -> Optional.ofNullable(document.group(3)))
                        .orElseGet(() -> document.group(4));
                if ((isIndented ? lastIndented : lastIndex).getOrDefault(end, -1) >= next) {
                    next = after(next, end, isIndented);
                }
            }
            return next;
        }

        private int after(int start, String end, boolean isIndented) {
            for (int i = start; i < lines.size(); i++) {
                if ((isIndented ? withoutTabs(lines.get(i)) : lines.get(i)).equals(end)) {
                    return i + 1;
                }
            }
            return start;
        }
    }
}
