package dev.millrace.updater.trailer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds trailers of our commits that are quoted anywhere in the message of another commit. A host that squashes a request puts the messages of its
 * commits one after the other: under bullets, indented, quoted, before the trailers of others. Equal lines may be left out, because several Git
 * tools remove repeated trailers.
 */
final class QuotedTrailers {
    private static final int MAX_LINES = 50_000;
    private static final int MAX_GROUPS = 1_000;

    /** One line, with what precedes a key in lists, quotations and code. */
    private static final Pattern LINE =
            Pattern.compile("(?<before>[\\s>|*+#`•-]*+)(?<key>[A-Za-z][A-Za-z-]*+)[ \\t]*+:(?<value>.*+)");

    /** The keys, in the order in which we write them. */
    enum Key {
        CHAIN,
        EVENT,
        POLICY,
        IMAGE,
        SOURCE,
        BUILT,
        REVERTS;

        /** The keys of each update. */
        static final List<Key> NEEDED = List.of(CHAIN, EVENT, POLICY, IMAGE, SOURCE, BUILT);

        /** As it is written. */
        String text() {
            return "Millrace-" + name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
        }

        static Optional<Key> of(String text) {
            return Arrays.stream(values())
                    .filter(key -> key.text().equalsIgnoreCase(text))
                    .findFirst();
        }
    }

    private record Trailer(Key key, String value) {}

    private QuotedTrailers() {}

    /** Returns the groups of a message, each with all needed keys, in their order. */
    static List<Map<Key, String>> of(String message) {
        List<Map<Key, String>> groups = groups(trailers(message));
        return IntStream.range(0, groups.size())
                .filter(i ->
                        groups.get(i).containsKey(Key.POLICY) || groups.get(i).containsKey(Key.EVENT))
                .mapToObj(i -> completed(groups, i))
                .filter(group -> group.keySet().containsAll(Key.NEEDED))
                .distinct()
                .toList();
    }

    /** A key that is there already, or that comes before the last one, begins a new group. */
    private static List<Map<Key, String>> groups(List<Trailer> trailers) {
        List<Map<Key, String>> groups = new ArrayList<>();
        Key last = Key.REVERTS;
        for (Trailer trailer : trailers) {
            if (trailer.key().compareTo(last) <= 0) {
                if (groups.size() == MAX_GROUPS) {
                    return groups;
                }
                groups.add(new EnumMap<>(Key.class));
            }
            groups.getLast().put(trailer.key(), trailer.value());
            last = trailer.key();
        }
        return groups;
    }

    private static Map<Key, String> completed(List<Map<Key, String>> groups, int index) {
        Map<Key, String> all = new EnumMap<>(groups.get(index));
        for (Key key : Key.NEEDED) {
            if (!all.containsKey(key)) {
                leftOut(groups, index, key).ifPresent(value -> all.put(key, value));
            }
        }
        return all;
    }

    /** A value that was left out: that of the groups with the most in common, if they agree. A wrong guess would count as an update of ours. */
    private static Optional<String> leftOut(List<Map<Key, String>> groups, int index, Key key) {
        Set<String> values = new HashSet<>();
        long most = 0;
        for (int i = 0; i < groups.size(); i++) {
            String value = groups.get(i).get(key);
            if (i == index || value == null || haveDifferentChains(groups.get(i), groups.get(index))) {
                continue;
            }
            long common = common(groups, index, i);
            if (common > most) {
                values.clear();
                most = common;
            }
            if (common == most) {
                values.add(value);
            }
        }
        return values.size() == 1 ? Optional.of(values.iterator().next()) : Optional.empty();
    }

    /** An image is of one chain, so groups of different chains have no value in common. */
    private static boolean haveDifferentChains(Map<Key, String> one, Map<Key, String> other) {
        return one.containsKey(Key.CHAIN)
                && other.containsKey(Key.CHAIN)
                && !one.getOrDefault(Key.CHAIN, "").equals(other.getOrDefault(Key.CHAIN, ""));
    }

    private static long common(List<Map<Key, String>> groups, int one, int other) {
        return groups.get(one).entrySet().stream()
                .filter(entry -> entry.getValue().equals(groups.get(other).get(entry.getKey())))
                .count();
    }

    private static List<Trailer> trailers(String message) {
        List<Trailer> trailers = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        Optional<Key> open = Optional.empty();
        int depth = 0;
        for (Iterator<String> lines = message.lines().limit(MAX_LINES).iterator(); lines.hasNext(); ) {
            String line = lines.next();
            Matcher form = LINE.matcher(line);
            boolean isTrailer = form.matches();
            Optional<Key> key = isTrailer ? Key.of(form.group("key")) : Optional.empty();
            boolean continues =
                    open.isPresent() && !isTrailer && !line.isBlank() && (value.isEmpty() || depth(line) > depth);
            if (continues) {
                value.append(value.isEmpty() ? "" : " ").append(text(line));
                continue;
            }
            open.ifPresent(one -> trailers.add(new Trailer(one, value.toString())));
            open = key;
            value.setLength(0);
            if (key.isPresent()) {
                value.append(text(form.group("value")));
                depth = form.group("before").length();
            }
        }
        open.ifPresent(one -> trailers.add(new Trailer(one, value.toString())));
        return trailers;
    }

    private static int depth(String line) {
        int depth = 0;
        while (depth < line.length() && !Character.isLetterOrDigit(line.charAt(depth))) {
            depth++;
        }
        return depth;
    }

    /** The text of a line without the marks of a quotation. */
    private static String text(String line) {
        return line.substring(depth(line)).replace("`", "").strip();
    }

    /** Returns a text in which no line has the form of a trailer of ours. */
    static String without(String text) {
        return text.lines()
                .map(line -> {
                    Matcher form = LINE.matcher(line);
                    return form.matches() && Key.of(form.group("key")).isPresent()
                            ? form.group("before") + form.group("key").replace('-', ' ') + ":" + form.group("value")
                            : line;
                })
                .collect(Collectors.joining("\n"));
    }
}
