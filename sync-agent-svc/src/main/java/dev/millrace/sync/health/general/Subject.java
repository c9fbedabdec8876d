package dev.millrace.sync.health.general;

import dev.millrace.sync.health.object.Condition;
import dev.millrace.sync.health.object.HealthContext;
import dev.millrace.sync.health.object.ObjectFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An object as the steps read it.
 *
 * @param conditions those that count: the newest of each type, of the current generation, without ignored types
 * @param parts the conditions of parts of the object, anywhere else in its status
 * @param stale true if conditions were left out because they are of an older generation
 * @param ends true for a kind whose objects end
 * @param summedUp true if the object's own conditions state that it is healthy as a whole
 */
record Subject(
        ObjectFacts object,
        HealthContext context,
        Deviations deviations,
        List<Condition> conditions,
        List<Condition> parts,
        boolean stale,
        boolean ends,
        boolean summedUp) {

    static Subject of(ObjectFacts object, HealthContext context, Deviations deviations) {
        boolean ends = Names.ends(object.object().getKind()) && !object.has("spec", "schedule");
        List<Condition> all = new ArrayList<>();
        List<Condition> parts = new ArrayList<>();
        new ConditionSearch(all, parts, deviations).search(object.at("status"));
        int before = all.size();
        if (!deviations.ignores("observedGeneration")) {
            all.removeIf(condition -> condition.isOlderThan(object.generation()));
        }
        boolean summedUp = all.stream()
                .anyMatch(
                        condition -> condition.isTrue() && role(condition, deviations, ends) == ConditionRole.PRIMARY);
        return new Subject(
                object, context, deviations, List.copyOf(all), List.copyOf(parts), all.size() < before, ends, summedUp);
    }

    /** Returns the worst of the states that stand in the status itself. */
    Meaning ownState() {
        Meaning worst = Meaning.NEUTRAL;
        for (Map.Entry<?, ?> field : status().entrySet()) {
            String name = String.valueOf(field.getKey());
            if (field.getValue() instanceof String text
                    && Names.namesState(name)
                    && !deviations.ignores("status." + name)) {
                Meaning meaning = Texts.state(text, ends);
                worst = meaning.compareTo(worst) < 0 ? meaning : worst;
            }
        }
        return worst;
    }

    /** Returns the status; empty if there is none, or it is no map. */
    Map<?, ?> status() {
        return object.at("status") instanceof Map<?, ?> map ? map : Map.of();
    }

    Map<?, ?> spec() {
        return object.at("spec") instanceof Map<?, ?> map ? map : Map.of();
    }

    ConditionRole role(Condition condition) {
        return role(condition, deviations, ends);
    }

    private static ConditionRole role(Condition condition, Deviations deviations, boolean ends) {
        if (deviations.abnormal().contains(condition.type())) {
            return ConditionRole.ABNORMAL;
        }
        ConditionRole role = Names.role(condition.name());
        boolean runs =
                ends && role == ConditionRole.SECONDARY && condition.name().equals("Running");
        return runs ? ConditionRole.PROGRESSING : role;
    }
}
