package dev.millrace.sync.render.input;

import dev.millrace.cluster.application.reference.ReferenceKind;
import dev.millrace.sync.manifest.yaml.Scalars;
import dev.millrace.sync.manifest.yaml.YamlText;
import dev.millrace.sync.named.Named;
import dev.millrace.sync.named.ReferenceContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps the content of Secrets out of messages. */
record Masking(List<String> hidden) {
    private static final String MASK = "***";

    /** Shorter values occur in any text. */
    private static final int MIN_LENGTH = 3;

    static Masking of(Map<Named, ReferenceContent> readings) {
        return new Masking(List.of())
                .and(readings.entrySet().stream()
                        .filter(one -> one.getKey().kind() == ReferenceKind.SECRET)
                        .flatMap(one -> one.getValue() instanceof ReferenceContent.Found found
                                ? found.entries().values().stream()
                                : Stream.empty())
                        .toList());
    }

    /** Returns the masking that also hides these values. */
    Masking and(Collection<String> values) {
        return new Masking(Stream.concat(hidden.stream(), values.stream().flatMap(Masking::parts))
                .filter(part -> part.length() >= MIN_LENGTH)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    /** The value, its lines, the values of their keys, the scalars in it if it is YAML or JSON, and the Base64 form of each. */
    private static Stream<String> parts(String value) {
        Stream<String> lines = Stream.concat(Stream.of(value), value.lines())
                .map(String::strip)
                .flatMap(line -> Stream.of(line, line.substring(line.indexOf(": ") + 1)))
                .map(Masking::unquoted);
        return Stream.concat(lines, scalars(value).stream())
                .flatMap(text ->
                        Stream.of(text, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
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

    String in(String text) {
        String masked = text;
        for (String one : hidden) {
            masked = masked.replace(one, MASK);
        }
        return masked;
    }

    @Override
    public String toString() {
        return "Masking of " + hidden.size();
    }
}
