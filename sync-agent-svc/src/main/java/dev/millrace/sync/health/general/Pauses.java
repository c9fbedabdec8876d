package dev.millrace.sync.health.general;

import dev.millrace.sync.health.object.ObjectFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A user has paused the object, in its spec or by an annotation. */
final class Pauses implements Step {
    private static final List<String> FIELDS = List.of("paused", "pause", "suspend", "suspended", "stopped");

    private static final List<String> STRATEGIES = List.of("updateStrategy", "strategy", "rolloutStrategy");

    @Override
    public String name() {
        return "pause";
    }

    @Override
    public Optional<Finding> of(Subject subject) {
        return of(subject.object(), subject.deviations());
    }

    Optional<Finding> of(ObjectFacts object, Deviations deviations) {
        for (String field : FIELDS) {
            if (object.isTrue("spec", field) && !deviations.ignores("spec." + field)) {
                return Optional.of(new Finding(Meaning.SUSPENDED, "spec." + field, "spec." + field + " is set"));
            }
        }
        for (String strategy : STRATEGIES) {
            if (object.isTrue("spec", strategy, "paused") && !deviations.ignores("spec." + strategy + ".paused")) {
                String field = "spec." + strategy + ".paused";
                return Optional.of(new Finding(Meaning.SUSPENDED, field, field + " is set"));
            }
        }
        return of("annotation", object.annotations())
                .or(() -> of("label", object.labels()))
                .or(() -> switchedOff(object));
    }

    /** An annotation of the kind's own group, or of one that it is part of, switches its controller off. */
    private static Optional<Finding> switchedOff(ObjectFacts object) {
        return object.annotations().entrySet().stream()
                .filter(annotation -> annotation.getValue().equalsIgnoreCase("disabled"))
                .map(Map.Entry::getKey)
                .filter(key -> key.indexOf('/') > 0 && Names.switchesOff(key.substring(key.indexOf('/') + 1)))
                .filter(key -> isOfGroup(object.group(), key.substring(0, key.indexOf('/'))))
                .sorted()
                .findFirst()
                .map(key -> new Finding(Meaning.SUSPENDED, "annotation " + key, "annotation " + key + " is disabled"));
    }

    private static boolean isOfGroup(String group, String domain) {
        return group.equals(domain) || group.endsWith("." + domain);
    }

    private static Optional<Finding> of(String what, Map<String, String> marks) {
        return marks.entrySet().stream()
                .filter(mark -> isSet(mark.getValue()) && pauses(mark.getKey()))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .map(key -> new Finding(Meaning.SUSPENDED, what + " " + key, what + " " + key + " is set"));
    }

    /** A name without a prefix is the user's own. */
    private static boolean pauses(String key) {
        int slash = key.lastIndexOf('/');
        return slash > 0 && Names.pauses(key.substring(slash + 1));
    }

    private static boolean isSet(String value) {
        return !value.equalsIgnoreCase("false") && !value.equals("0") && !value.equalsIgnoreCase("no");
    }
}
