package dev.millrace.git.commit;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Reads trailers by the rules of git-interpret-trailers, for whole commit messages ({@code --no-divider}). */
final class Trailers {
    private static final Pattern TRAILER = Pattern.compile("(?<key>[A-Za-z0-9-]+)[ \\t]*:(?<value>.*)");
    private static final List<String> WRITTEN_BY_GIT = List.of("Signed-off-by: ", "(cherry picked from commit ");

    record Trailer(String key, String value) {}

    private Trailers() {}

    static List<Trailer> of(String message) {
        List<String> keys = new ArrayList<>();
        List<StringBuilder> values = new ArrayList<>();
        boolean byGit = false;
        boolean continues = false;
        int counted = 0;
        int others = 0;
        for (String line : lastParagraph(message.strip().lines().toList())) {
            if (continues && Character.isWhitespace(line.charAt(0))) {
                values.getLast().append(' ').append(line.strip());
                continue;
            }
            boolean writtenByGit = WRITTEN_BY_GIT.stream().anyMatch(line::startsWith);
            Matcher matcher = TRAILER.matcher(line);
            continues = matcher.matches();
            if (continues) {
                keys.add(matcher.group("key"));
                values.add(new StringBuilder(matcher.group("value").strip()));
            }
            byGit |= writtenByGit;
            if (continues || writtenByGit) {
                counted++;
            } else {
                others++;
            }
        }
        boolean areTrailers = others == 0 || (byGit && counted * 3 >= others);
        return areTrailers
                ? IntStream.range(0, keys.size())
                        .mapToObj(i -> new Trailer(
                                keys.get(i), values.get(i).toString().strip()))
                        .toList()
                : List.of();
    }

    /** The text after the last blank line; nothing if there is none, because it is the subject then. */
    private static List<String> lastParagraph(List<String> lines) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).isBlank()) {
                return lines.subList(i + 1, lines.size());
            }
        }
        return List.of();
    }
}
