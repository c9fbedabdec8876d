package dev.millrace.sync.health.exact;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Exact rules by the kinds that they are for. */
public final class KindRules {
    /** No rules. */
    public static final KindRules NONE = new KindRules(Map.of());

    private static final int MAX_REMEMBERED = 2048;

    private final Map<String, KindRule> byKind;

    /** The answers for kinds that have been asked for, cleared when it is full. */
    private final Map<String, Optional<KindRule>> found = new ConcurrentHashMap<>();

    private KindRules(Map<String, KindRule> byKind) {
        this.byKind = byKind;
    }

    /**
     * @param source the file that the rules stand in, for their names
     * @throws IllegalArgumentException if the rules can't be parsed; the message states the error
     */
    public static KindRules parse(String source, String yaml) {
        return new KindRules(RuleReader.read(source, yaml, true));
    }

    /** Returns rules of which a test has checked the conditions, which are compiled when they are needed. */
    static KindRules parseChecked(String source, String yaml) {
        return new KindRules(RuleReader.read(source, yaml, false));
    }

    /** Returns the rules that are part of Millrace. */
    public static KindRules shipped() {
        return ShippedRules.ALL;
    }

    /** Returns these rules, and those of others for kinds that these don't cover. */
    public KindRules orElse(KindRules others) {
        Map<String, KindRule> all = new LinkedHashMap<>(byKind);
        others.byKind.forEach(all::putIfAbsent);
        return new KindRules(all);
    }

    /** Returns the number of kinds, and names for several, that have a rule. */
    public int size() {
        return byKind.size();
    }

    /** Returns the rule of a kind: the one for its group and name, else one for more kinds. */
    public Optional<KindRule> of(String group, String kind) {
        String key = group + "/" + kind;
        Optional<KindRule> known = found.get(key);
        if (known == null) {
            known = find(group, kind);
            if (found.size() >= MAX_REMEMBERED) {
                found.clear();
            }
            found.put(key, known);
        }
        return known;
    }

    private Optional<KindRule> find(String group, String kind) {
        KindRule exact = byKind.get(group + "/" + kind);
        if (exact != null) {
            return Optional.of(exact);
        }
        List<String> names = new ArrayList<>(List.of(group + "/*"));
        for (int dot = group.indexOf('.'); dot >= 0; dot = group.indexOf('.', dot + 1)) {
            names.add("*" + group.substring(dot) + "/" + kind);
            names.add("*" + group.substring(dot) + "/*");
        }
        return names.stream().filter(byKind::containsKey).findFirst().map(byKind::get);
    }
}
