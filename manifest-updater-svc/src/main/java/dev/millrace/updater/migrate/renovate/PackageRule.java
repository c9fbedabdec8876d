package dev.millrace.updater.migrate.renovate;

import com.google.re2j.Pattern;
import dev.millrace.updater.migrate.Settings;
import dev.millrace.updater.policy.UserPattern;
import dev.millrace.updater.policy.path.PathGlob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** A rule of {@code packageRules}: the images that it is about, and its settings. */
final class PackageRule {
    private static final Set<String> IMAGE_SOURCES = Set.of("docker");

    private static final Set<String> KNOWN = Set.of(
            "matchPackageNames",
            "matchDepNames",
            "matchPackagePatterns",
            "matchDepPatterns",
            "excludePackageNames",
            "excludePackagePatterns",
            "matchPackagePrefixes",
            "matchFileNames",
            "matchPaths",
            "matchManagers",
            "matchDatasources");

    private final List<Predicate<DetectedImage>> conditions = new ArrayList<>();
    private final Settings settings;

    private PackageRule(Settings settings) {
        this.settings = settings;
    }

    Settings settings() {
        return settings;
    }

    boolean matches(DetectedImage image) {
        return conditions.stream().allMatch(one -> one.test(image));
    }

    /** Reads the conditions of a rule. One that is unknown is noted, and the rule applies to no image. */
    static PackageRule read(Settings settings) {
        PackageRule rule = new PackageRule(settings);
        settings.ignore("description");
        rule.names("matchPackageNames", false);
        rule.names("matchDepNames", false);
        rule.names("matchPackagePatterns", true);
        rule.names("matchDepPatterns", true);
        rule.excluded("excludePackageNames", false);
        rule.excluded("excludePackagePatterns", true);
        rule.prefixes();
        rule.files("matchFileNames");
        rule.files("matchPaths");
        rule.texts("matchManagers")
                .ifPresent(managers -> rule.conditions.add(image -> managers.contains(image.manager())));
        rule.texts("matchDatasources")
                .filter(sources -> sources.stream().noneMatch(IMAGE_SOURCES::contains))
                .ifPresent(others -> rule.conditions.add(image -> false));
        for (String key : settings.keys()) {
            if ((key.startsWith("match") || key.startsWith("exclude")) && !KNOWN.contains(key)) {
                settings.lost(key, "no policy can depend on it, so the rule is left out");
                rule.conditions.add(image -> false);
            }
        }
        return rule;
    }

    private Optional<List<String>> texts(String key) {
        List<String> texts = settings.texts(key);
        return texts.isEmpty() ? Optional.empty() : Optional.of(texts);
    }

    private void names(String key, boolean patterns) {
        texts(key).ifPresent(texts -> {
            List<Predicate<String>> any = texts.stream()
                    .filter(text -> patterns || !text.startsWith("!"))
                    .map(text -> name(key, text, patterns))
                    .toList();
            List<Predicate<String>> none = texts.stream()
                    .filter(text -> !patterns && text.startsWith("!"))
                    .map(text -> name(key, text.substring(1), false))
                    .toList();
            conditions.add(image -> (any.isEmpty() || any.stream().anyMatch(one -> one.test(image.name())))
                    && none.stream().noneMatch(one -> one.test(image.name())));
        });
    }

    private void excluded(String key, boolean patterns) {
        texts(key).ifPresent(texts -> {
            List<Predicate<String>> none =
                    texts.stream().map(text -> name(key, text, patterns)).toList();
            conditions.add(image -> none.stream().noneMatch(one -> one.test(image.name())));
        });
    }

    private void prefixes() {
        texts("matchPackagePrefixes")
                .ifPresent(texts -> conditions.add(
                        image -> texts.stream().anyMatch(prefix -> image.name().startsWith(prefix))));
    }

    private void files(String key) {
        texts(key).ifPresent(texts -> {
            List<Predicate<String>> any =
                    texts.stream().map(text -> file(settings, key, text)).toList();
            conditions.add(image -> any.stream().anyMatch(one -> one.test(image.file())));
        });
    }

    /** A name, a glob, or an expression between slashes. */
    private Predicate<String> name(String key, String text, boolean pattern) {
        if (pattern || (text.startsWith("/") && text.lastIndexOf('/') > 0)) {
            return expression(settings, key, text);
        }
        return text.contains("*") ? glob(settings, key, text) : text::equals;
    }

    /** A path, a glob, or an expression between slashes. */
    static Predicate<String> file(Settings settings, String key, String text) {
        return text.startsWith("/") && text.lastIndexOf('/') > 0
                ? expression(settings, key, text)
                : glob(settings, key, text);
    }

    static Predicate<String> expression(Settings settings, String key, String text) {
        int end = text.lastIndexOf('/');
        boolean slashes = text.startsWith("/") && end > 0;
        int flags = slashes && text.substring(end).contains("i") ? Pattern.CASE_INSENSITIVE : 0;
        try {
            Pattern pattern = UserPattern.compile(slashes ? text.substring(1, end) : text, flags);
            return name -> pattern.matcher(name).find();
        } catch (IllegalArgumentException e) {
            settings.lost(key, text + ": " + e.getMessage());
            return name -> false;
        }
    }

    private static Predicate<String> glob(Settings settings, String key, String text) {
        try {
            PathGlob glob = new PathGlob(text);
            return glob::matches;
        } catch (IllegalArgumentException e) {
            settings.lost(key, text + ": " + e.getMessage());
            return name -> false;
        }
    }
}
