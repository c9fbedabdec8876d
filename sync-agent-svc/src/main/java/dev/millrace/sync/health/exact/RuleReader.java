package dev.millrace.sync.health.exact;

import dev.millrace.sync.health.exact.KindRule.Otherwise;
import dev.millrace.sync.health.general.Deviations;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads rules from YAML: entries with {@code kinds} ({@code <group>/<kind>}, {@code *} for any kind, {@code *.} for any group that ends so), {@code
 * suspended}, {@code failed}, {@code current}, {@code inProgress} in CEL, {@code otherwise}, {@code ignore}, {@code abnormal}, and {@code message}, a
 * status condition's type.
 */
final class RuleReader {
    private static final Set<String> KEYS = Set.of(
            "kinds", "suspended", "failed", "current", "inProgress", "otherwise", "ignore", "abnormal", "message");
    private static final Map<String, Otherwise> OTHERWISE = Map.of(
            "general", Otherwise.GENERAL,
            "Healthy", Otherwise.HEALTHY,
            "Progressing", Otherwise.PROGRESSING,
            "Degraded", Otherwise.DEGRADED);
    private static final int MAX_CHARACTERS = 1 << 20;

    private final String source;
    private final Map<String, KindRule> rules = new LinkedHashMap<>();

    private final boolean isWritten;

    private RuleReader(String source, boolean isWritten) {
        this.source = source;
        this.isWritten = isWritten;
    }

    /** @param isWritten true for the rules of a user: each condition is compiled at once, and its evaluations are limited; false for our own, compiled when needed */
    static Map<String, KindRule> read(String source, String yaml, boolean isWritten) {
        LoadSettings settings = LoadSettings.builder()
                .setMaxAliasesForCollections(20)
                .setCodePointLimit(MAX_CHARACTERS)
                .build();
        try {
            Object read = new Load(settings).loadFromString(yaml);
            if (!(read instanceof List<?> entries)) {
                throw new IllegalArgumentException("rules for kinds are a list of entries");
            }
            RuleReader reader = new RuleReader(source, isWritten);
            entries.forEach(reader::entry);
            return reader.rules;
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException("not YAML: " + e.getMessage(), e);
        }
    }

    private void entry(Object entry) {
        if (!(entry instanceof Map<?, ?> map) || !(map.get("kinds") instanceof List<?> kinds)) {
            throw new IllegalArgumentException("each entry has kinds, a list of <group>/<kind>: " + entry);
        }
        map.keySet().stream()
                .filter(key -> !KEYS.contains(String.valueOf(key)))
                .findFirst()
                .ifPresent(key -> {
                    throw new IllegalArgumentException("no such key: " + key + "; there are "
                            + KEYS.stream().sorted().toList());
                });
        for (Object kind : kinds) {
            if (rules.putIfAbsent(String.valueOf(kind), rule(String.valueOf(kind), map)) != null) {
                throw new IllegalArgumentException(kind + " has two rules; join them in one entry");
            }
        }
    }

    private KindRule rule(String kind, Map<?, ?> entry) {
        if (kind.indexOf('/') < 0) {
            throw new IllegalArgumentException("a kind is <group>/<kind>: " + kind);
        }
        return new KindRule(
                source + " " + kind,
                condition(entry, "suspended"),
                condition(entry, "failed"),
                condition(entry, "current"),
                condition(entry, "inProgress"),
                otherwise(entry),
                new Deviations(texts(entry, "ignore"), texts(entry, "abnormal")),
                Optional.ofNullable(entry.get("message")).map(String::valueOf));
    }

    private static Otherwise otherwise(Map<?, ?> entry) {
        Object value = entry.get("otherwise");
        if (value == null) {
            return entry.containsKey("current") ? Otherwise.NOT_HEALTHY : Otherwise.GENERAL;
        }
        Otherwise otherwise = OTHERWISE.get(String.valueOf(value));
        if (otherwise == null) {
            throw new IllegalArgumentException("otherwise of " + entry.get("kinds") + " is one of "
                    + OTHERWISE.keySet().stream().sorted().toList() + ", not " + value);
        }
        return otherwise;
    }

    private static Set<String> texts(Map<?, ?> entry, String key) {
        Object value = entry.get(key);
        if (value == null) {
            return Set.of();
        }
        if (!(value instanceof List<?> list)) {
            throw new IllegalArgumentException(key + " of " + entry.get("kinds") + " is a list of texts");
        }
        Set<String> texts = new LinkedHashSet<>();
        list.forEach(text -> texts.add(String.valueOf(text)));
        return texts;
    }

    private Optional<RuleCondition> condition(Map<?, ?> entry, String key) {
        return Optional.ofNullable(entry.get(key)).map(String::valueOf).map(text -> {
            try {
                RuleCondition condition = new RuleCondition(text, isWritten);
                if (isWritten) {
                    condition.compile();
                }
                return condition;
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(key + " of " + entry.get("kinds") + " is " + e.getMessage(), e);
            }
        });
    }
}
