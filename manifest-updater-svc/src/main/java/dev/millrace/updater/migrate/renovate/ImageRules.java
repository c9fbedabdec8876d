package dev.millrace.updater.migrate.renovate;

import dev.millrace.updater.migrate.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The settings of one image: those of the file, overruled by the rules that match it, later ones over earlier ones. */
final class ImageRules {
    private static final Pattern VERSION =
            Pattern.compile("(?<prefix>v?)(?<numbers>[0-9]+(?:\\.[0-9]+){0,2})(?<suffix>[-_][A-Za-z0-9._-]+)?");

    private final Settings top;
    private final List<PackageRule> rules;

    ImageRules(Settings top, List<PackageRule> rules, DetectedImage image) {
        this.top = top;
        this.rules = rules.stream().filter(rule -> rule.matches(image)).toList().reversed();
    }

    /** The setting that counts. */
    Optional<String> text(String key) {
        return rules.stream()
                .flatMap(rule -> rule.settings().text(key).stream())
                .findFirst()
                .or(() -> top.text(key));
    }

    boolean isEnabled() {
        return !text("enabled").equals(Optional.of("false"));
    }

    boolean isTrue(String key) {
        return text(key).equals(Optional.of("true"));
    }

    /** The texts of a list that count. */
    List<String> texts(String key) {
        return rules.stream()
                .map(rule -> rule.settings().texts(key))
                .filter(texts -> !texts.isEmpty())
                .findFirst()
                .orElseGet(() -> top.texts(key));
    }

    /** The keys of a policy about versions; empty if Renovate leaves the image as it is. */
    Optional<Map<String, Object>> versions(DetectedImage image, boolean pinned) {
        Map<String, Object> keys = new LinkedHashMap<>();
        Optional<String> allowed = text("allowedVersions");
        Optional<String> versioning = text("versioning").filter(text -> text.startsWith("regex:"));
        Matcher version = VERSION.matcher(image.tag());
        if (versioning.isPresent()) {
            String expression = versioning.get().substring("regex:".length());
            keys.put("tags", tags(expression, numbers(expression)));
            keys.put("select", Map.of("semver", "*"));
        } else if (version.matches()) {
            keys.putAll(comparable(version));
            keys.put("select", Map.of("semver", "*"));
        } else if (image.digested() && !image.tag().isEmpty()) {
            return Optional.of(Map.of("select", Map.of("channel", image.tag())));
        } else {
            return Optional.empty();
        }
        allowed.ifPresent(range -> allowed(range, keys));
        if (pinned || image.digested()) {
            keys.put("digest", true);
        }
        return Optional.of(keys);
    }

    private void allowed(String range, Map<String, Object> keys) {
        boolean expression = range.startsWith("/") && range.endsWith("/") && range.length() > 1;
        if (range.startsWith("!") || (expression && keys.containsKey("tags"))) {
            rules.stream()
                    .filter(rule -> rule.settings().keys().contains("allowedVersions"))
                    .findFirst()
                    .ifPresent(rule -> rule.settings()
                            .lost(
                                    "allowedVersions",
                                    range + ": a policy has one expression for its tags, and excludes none"));
        } else if (expression) {
            keys.put("tags", Map.of("pattern", range.substring(1, range.length() - 1)));
        } else {
            keys.put("select", Map.of("semver", range));
        }
    }

    /** Renovate compares tags with the same suffix and as many numbers. */
    private static Map<String, Object> comparable(Matcher version) {
        String numbers = version.group("numbers");
        Optional<String> suffix = Optional.ofNullable(version.group("suffix"));
        long parts = numbers.chars().filter(c -> c == '.').count() + 1;
        if (suffix.isEmpty() && parts == 3) {
            return Map.of();
        }
        String form = version.group("prefix") + "[0-9]+" + "\\.[0-9]+".repeat((int) parts - 1);
        return suffix.map(text -> Map.<String, Object>of(
                        "tags", tags("^(?<version>" + form + ")" + text.replace(".", "\\.") + "$", "$version")))
                .orElseGet(() -> Map.of("tags", Map.of("pattern", "^" + form + "$")));
    }

    private static Map<String, Object> tags(String pattern, String extract) {
        Map<String, Object> tags = new LinkedHashMap<>();
        tags.put("pattern", pattern);
        tags.put("extract", extract);
        return tags;
    }

    private static String numbers(String expression) {
        StringBuilder numbers = new StringBuilder();
        for (String part : List.of("major", "minor", "patch")) {
            if (expression.contains("<" + part + ">")) {
                numbers.append(numbers.isEmpty() ? "" : ".")
                        .append("${")
                        .append(part)
                        .append('}');
            }
        }
        return numbers.isEmpty() ? "$0" : numbers.toString();
    }
}
