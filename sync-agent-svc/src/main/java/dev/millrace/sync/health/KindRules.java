package dev.millrace.sync.health;

import dev.millrace.sync.expression.Expression;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Rules for kinds that are not Kubernetes' own, in YAML: entries with {@code kinds} ({@code <group>/<kind>}, {@code *} for any kind, {@code
 * *.} for any group that ends so), {@code suspended}, {@code failed}, {@code current}, {@code inProgress} in CEL, and {@code message}, a status
 * condition's type.
 */
public final class KindRules {
    private static final String SHIPPED = "/health/kinds.yaml";
    private static final Set<String> KEYS = Set.of("kinds", "suspended", "failed", "current", "inProgress", "message");
    private static final int MAX_CHARACTERS = 1 << 20;

    /** No rules. */
    public static final KindRules NONE = new KindRules(Map.of());

    private final Map<String, KindRule> byKind;

    private KindRules(Map<String, KindRule> byKind) {
        this.byKind = byKind;
    }

    /** Returns the rules that are part of Millrace, for a dozen operators. */
    public static KindRules shipped() {
        try (InputStream in = KindRules.class.getResourceAsStream(SHIPPED)) {
            if (in == null) {
                throw new IllegalStateException("the agent holds its rules for kinds: " + SHIPPED);
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("reading the rules for kinds", e);
        }
    }

    /** @throws IllegalArgumentException if the rules can't be parsed; the message states the error */
    public static KindRules parse(String yaml) {
        LoadSettings settings = LoadSettings.builder()
                .setMaxAliasesForCollections(20)
                .setCodePointLimit(MAX_CHARACTERS)
                .build();
        try {
            Object read = new Load(settings).loadFromString(yaml);
            if (!(read instanceof List<?> entries)) {
                throw new IllegalArgumentException("rules for kinds are a list of entries");
            }
            Map<String, KindRule> rules = new LinkedHashMap<>();
            entries.forEach(entry -> read(entry, rules));
            return new KindRules(rules);
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException("not YAML: " + e.getMessage(), e);
        }
    }

    private static void read(Object entry, Map<String, KindRule> into) {
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
        KindRule rule = new KindRule(
                expression(map, "suspended"),
                expression(map, "failed"),
                expression(map, "current"),
                expression(map, "inProgress"),
                map.get("message") instanceof String type ? type : "Ready");
        kinds.forEach(kind -> into.putIfAbsent(String.valueOf(kind), rule));
    }

    private static Optional<Expression> expression(Map<?, ?> entry, String key) {
        return Optional.ofNullable(entry.get(key)).map(String::valueOf).map(text -> {
            try {
                return Expression.compile(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(key + " of " + entry.get("kinds") + " is " + e.getMessage(), e);
            }
        });
    }

    /** Returns these rules, and those of others for kinds that these don't cover. */
    public KindRules orElse(KindRules others) {
        Map<String, KindRule> all = new LinkedHashMap<>(byKind);
        others.byKind.forEach(all::putIfAbsent);
        return new KindRules(all);
    }

    Optional<KindRule> of(String group, String kind) {
        List<String> names = new ArrayList<>(List.of(group + "/" + kind, group + "/*"));
        for (int dot = group.indexOf('.'); dot >= 0; dot = group.indexOf('.', dot + 1)) {
            names.add("*" + group.substring(dot) + "/" + kind);
            names.add("*" + group.substring(dot) + "/*");
        }
        return names.stream().filter(byKind::containsKey).findFirst().map(byKind::get);
    }
}
