package dev.millrace.builder.intake.registry.proof;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The evidence in a request. Never shown.
 *
 * @param headers by their names in any case
 * @param pathToken the token in the path, if there is one
 */
public record Evidence(Map<String, String> headers, Optional<String> pathToken) {

    public Evidence {
        Map<String, String> lowerCase = new TreeMap<>();
        headers.forEach((name, value) -> lowerCase.put(name.toLowerCase(Locale.ROOT), value));
        headers = Map.copyOf(lowerCase);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    @Override
    public String toString() {
        return "Evidence[***]";
    }
}
