package dev.millrace.sync.render.input;

import dev.millrace.cluster.application.reference.ReferenceKind;
import dev.millrace.sync.named.Named;
import dev.millrace.sync.named.Reading;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Keeps the content of Secrets out of messages. */
record Masking(List<String> hidden) {
    private static final String MASK = "***";

    /** Shorter values occur in any text. */
    private static final int MIN_LENGTH = 3;

    static Masking of(Map<Named, Reading> readings) {
        return new Masking(List.of())
                .and(readings.entrySet().stream()
                        .filter(one -> one.getKey().kind() == ReferenceKind.SECRET)
                        .flatMap(one -> one.getValue() instanceof Reading.Found found
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

    /** The value, its lines, the values of their keys if they are YAML, and the Base64 form of each. */
    private static Stream<String> parts(String value) {
        return Stream.concat(Stream.of(value), value.lines())
                .map(String::strip)
                .flatMap(line -> Stream.of(line, line.substring(line.indexOf(": ") + 1)))
                .map(Masking::unquoted)
                .flatMap(text ->
                        Stream.of(text, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
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
