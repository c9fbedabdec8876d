package dev.millrace.sync.health;

import dev.millrace.events.Health;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.health.object.ObjectHealth;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The health of an application, which is that of its worst object.
 *
 * @param known true if every object has been received by a watch since it was applied
 * @param objects the objects that are not healthy, in the order of their names
 * @param unseen the objects that no watch has received since they were applied
 */
public record ApplicationHealth(boolean known, Health health, List<Of> objects, Set<ObjectRef> unseen) {
    private static final List<Health> WORST_FIRST = List.of(
            Health.Degraded, Health.Missing, Health.Unknown, Health.Progressing, Health.Suspended, Health.Healthy);

    /** The health of an application whose objects have not been received yet. */
    public static final ApplicationHealth UNKNOWN = new ApplicationHealth(false, Health.Unknown, List.of(), Set.of());

    /** One object that is not healthy. */
    public record Of(ObjectRef ref, ObjectHealth health) {}

    public ApplicationHealth {
        objects = List.copyOf(objects);
        unseen = Set.copyOf(unseen);
    }

    /** @param each the health by object; empty for one that has not been received yet */
    public static ApplicationHealth of(Map<ObjectRef, Optional<ObjectHealth>> each) {
        Map<String, Of> unhealthy = new TreeMap<>();
        Set<ObjectRef> unseen = new HashSet<>();
        for (Map.Entry<ObjectRef, Optional<ObjectHealth>> one : each.entrySet()) {
            if (one.getValue().isEmpty()) {
                unseen.add(one.getKey());
            }
            one.getValue()
                    .filter(health -> health.health() != Health.Healthy)
                    .ifPresent(health -> unhealthy.put(one.getKey().identity(), new Of(one.getKey(), health)));
        }
        Health worst = unhealthy.values().stream()
                .map(of -> of.health().health())
                .min(Comparator.comparing(WORST_FIRST::indexOf))
                .orElse(Health.Healthy);
        return new ApplicationHealth(
                unseen.isEmpty(),
                worst == Health.Healthy && !unseen.isEmpty() ? Health.Progressing : worst,
                unhealthy.values().stream().toList(),
                unseen);
    }

    /** Returns the same health with its messages changed. */
    public ApplicationHealth reworded(UnaryOperator<String> wording) {
        return new ApplicationHealth(
                known,
                health,
                objects.stream()
                        .map(of -> new Of(of.ref(), of.health().reworded(wording)))
                        .toList(),
                unseen);
    }

    /** Returns true if a rollout is complete: all objects exist and none is progressing. */
    public boolean isSettled() {
        return known && (health == Health.Healthy || health == Health.Suspended);
    }

    /** Returns true if an object failed by itself, so that waiting is of no use. */
    public boolean isBroken() {
        return known && health == Health.Degraded;
    }

    /** Returns the health of each object that is not known to be healthy, by identity; one that has not been received is progressing. */
    public Map<String, Health> unhealthy() {
        Map<String, Health> all = new HashMap<>();
        unseen.forEach(ref -> all.put(ref.identity(), Health.Progressing));
        objects.forEach(of -> all.put(of.ref().identity(), of.health().health()));
        return all;
    }

    /** Returns the identities of the objects that are known to be missing from the cluster. */
    public Set<String> missing() {
        return objects.stream()
                .filter(of -> of.health().health() == Health.Missing)
                .map(of -> of.ref().identity())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the unhealthy objects and the reasons as readable text; empty if all are healthy. */
    public String message() {
        return message(objects);
    }

    /** Returns the message of only these objects, by their names; a name that is not listed has not been received. */
    public String message(Set<String> names) {
        List<Of> some = objects.stream()
                .filter(of -> names.contains(of.ref().toString()))
                .toList();
        return some.isEmpty() ? names.stream().sorted().limit(5).collect(Collectors.joining(", ")) : message(some);
    }

    private static String message(List<Of> objects) {
        return objects.stream()
                        .limit(5)
                        .map(of -> of.ref() + ": " + of.health().message())
                        .collect(Collectors.joining("; "))
                + (objects.size() > 5 ? "; and " + (objects.size() - 5) + " more" : "");
    }
}
