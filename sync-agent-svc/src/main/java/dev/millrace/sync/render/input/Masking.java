package dev.millrace.sync.render.input;

import dev.millrace.cluster.application.reference.ReferenceKind;
import dev.millrace.sync.manifest.yaml.Scalars;
import dev.millrace.sync.manifest.yaml.YamlText;
import dev.millrace.sync.named.Named;
import dev.millrace.sync.named.ReferenceContent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the content of Secrets in texts, in time that grows with the text and not with the number of values. */
final class Masking {
    /** Masks nothing. */
    static final Masking NONE = new Masking(Set.of());

    private static final String MASK = "***";

    /** Shorter values occur in any text. */
    private static final int MIN_LENGTH = 3;

    /** Shorter values of rendered Secrets are also names and numbers elsewhere in the same commit. */
    private static final int MIN_LENGTH_RENDERED = 6;

    /** Shorter lines of rendered Secrets are often settings that other objects have too. */
    private static final int MIN_LINE_RENDERED = 12;

    /** Words of YAML, which are no secret. */
    private static final Set<String> WORDS = Set.of("true", "false", "null");

    private final Set<String> hidden;
    private final Map<String, List<String>> byStart = new HashMap<>();

    private Masking(Set<String> hidden) {
        this.hidden = hidden;
        hidden.forEach(one -> byStart.computeIfAbsent(one.substring(0, MIN_LENGTH), start -> new ArrayList<>())
                .add(one));
    }

    static Masking of(Map<Named, ReferenceContent> readings) {
        return NONE.and(readings.entrySet().stream()
                .filter(one -> one.getKey().kind() == ReferenceKind.SECRET)
                .flatMap(one -> one.getValue() instanceof ReferenceContent.Found found
                        ? found.entries().values().stream()
                        : Stream.empty())
                .toList());
    }

    /** Returns the masking that also hides these values and all their parts. */
    Masking and(Collection<String> values) {
        return with(values.stream().flatMap(Masking::parts), MIN_LENGTH);
    }

    /** Returns the masking that also hides these values of rendered Secrets, each as a whole and by its long lines. */
    Masking andRendered(Collection<String> values) {
        Stream<String> lines = values.stream()
                .flatMap(String::lines)
                .map(String::strip)
                .filter(one -> one.length() >= MIN_LINE_RENDERED);
        return with(Stream.concat(values.stream().map(String::strip), lines), MIN_LENGTH_RENDERED);
    }

    private Masking with(Stream<String> texts, int minLength) {
        Set<String> all = new HashSet<>(hidden);
        texts.filter(text -> text.length() >= minLength && !isPublic(text))
                .flatMap(Forms::of)
                .filter(form -> form.length() >= MIN_LENGTH)
                .forEach(all::add);
        return all.size() == hidden.size() ? this : new Masking(all);
    }

    private static boolean isPublic(String text) {
        return WORDS.contains(text) || (text.startsWith("-----") && text.endsWith("-----") && !text.contains("\n"));
    }

    /** The value, its lines, the values of their keys, and the scalars in it if it is YAML or JSON. */
    private static Stream<String> parts(String value) {
        Stream<String> lines = Stream.concat(Stream.of(value), value.lines())
                .map(String::strip)
                .flatMap(line -> Stream.of(line, line.substring(line.indexOf(": ") + 1)))
                .map(Masking::unquoted);
        return Stream.concat(lines, scalars(value).stream());
    }

    private static List<String> scalars(String value) {
        List<String> found = new ArrayList<>();
        YamlText.read(value, Scalars.AS_WRITTEN, new YamlText.Visitor() {
            @Override
            public void value(int line, Object content, YamlText.Lines lines) {
                collect(content, found);
            }

            @Override
            public void unreadable(int line, String reason) {}

            @Override
            public void template(int line) {}
        });
        return found;
    }

    private static void collect(@Nullable Object content, List<String> found) {
        switch (content) {
            case Map<?, ?> map -> map.values().forEach(child -> collect(child, found));
            case List<?> list -> list.forEach(child -> collect(child, found));
            case String text -> found.add(text.strip());
            case Number number -> found.add(number.toString());
            case null, default -> {}
        }
    }

    private static String unquoted(String text) {
        String bare = text.strip();
        boolean quoted = bare.length() > 1
                && (bare.charAt(0) == '"' || bare.charAt(0) == '\'')
                && bare.charAt(bare.length() - 1) == bare.charAt(0);
        return quoted ? bare.substring(1, bare.length() - 1) : bare;
    }

    /** Returns true if the text holds one of the values. */
    boolean isIn(String text) {
        return !hidden.isEmpty() && nextAt(text, 0) < text.length();
    }

    /** Returns the text with the values masked; where two overlap, both. */
    String in(String text) {
        if (!isIn(text)) {
            return text;
        }
        StringBuilder masked = new StringBuilder();
        int from = 0;
        while (from < text.length()) {
            int start = nextAt(text, from);
            masked.append(text, from, start);
            from = start;
            if (start < text.length()) {
                masked.append(MASK);
                from = end(text, start);
            }
        }
        return masked.toString();
    }

    private int nextAt(String text, int from) {
        int at = from;
        while (at < text.length() && lengthAt(text, at) == 0) {
            at++;
        }
        return at;
    }

    private int end(String text, int start) {
        int end = start + lengthAt(text, start);
        for (int at = start + 1; at < end; at++) {
            end = Math.max(end, at + lengthAt(text, at));
        }
        return end;
    }

    /** Returns the length of the longest value that begins here; 0 if none does. */
    private int lengthAt(String text, int at) {
        if (at + MIN_LENGTH > text.length()) {
            return 0;
        }
        return byStart.getOrDefault(text.substring(at, at + MIN_LENGTH), List.of()).stream()
                .filter(one -> text.startsWith(one, at))
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }

    @Override
    public String toString() {
        return "Masking of " + hidden.size();
    }
}
