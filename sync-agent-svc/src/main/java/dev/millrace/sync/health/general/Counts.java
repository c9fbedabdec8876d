package dev.millrace.sync.health.general;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Counts of what is ready, available or updated, below what is desired: {@code readyReplicas: 1} of {@code spec.replicas: 3}. */
final class Counts implements Step {
    private static final List<String> REACHED = List.of("updated", "ready", "available", "healthy");
    private static final List<Thing> THINGS = Stream.of(
                    "Replicas", "Instances", "Nodes", "Members", "Pods", "Brokers", "Machines")
            .map(Thing::of)
            .toList();
    private static final List<String> DESIRED_IN_SPEC =
            List.of("replicas", "instances", "size", "nodes", "members", "nodeCount", "replicaCount");

    private static final int MAX_PARTS = 32;
    private static final Pattern FRACTION = Pattern.compile("\\d{1,6}/\\d{1,6}");

    /**
     * What is counted, with the names of its fields.
     *
     * @param name the plain count: {@code replicas}
     * @param desired {@code desiredReplicas}
     * @param reached {@code readyReplicas}, in the order of {@link #REACHED}
     */
    private record Thing(String name, List<String> desired, List<String> reached) {
        static Thing of(String things) {
            return new Thing(
                    things.toLowerCase(Locale.ROOT),
                    List.of("desired" + things, "expected" + things, "total" + things),
                    REACHED.stream().map(reached -> reached + things).toList());
        }
    }

    @Override
    public String name() {
        return "counts";
    }

    @Override
    public Optional<Finding> of(Subject subject) {
        Map<?, ?> status = subject.status();
        Optional<Finding> below = hasNumber(status) ? below(subject, status) : Optional.empty();
        return below.or(() -> ofFractions(subject)).or(() -> ofParts(subject));
    }

    private static boolean hasNumber(Map<?, ?> status) {
        for (Object value : status.values()) {
            if (value instanceof Number) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Finding> below(Subject subject, Map<?, ?> status) {
        OptionalLong inSpec = firstNumber(subject.spec(), DESIRED_IN_SPEC);
        for (Thing thing : THINGS) {
            OptionalLong inStatus = firstNumber(status, thing.desired());
            OptionalLong desired = inStatus.isPresent() ? inStatus : inSpec;
            if (desired.isEmpty()) {
                desired = number(status.get(thing.name()));
            }
            if (desired.isPresent()) {
                Optional<Finding> below = below(subject, status, desired.getAsLong(), thing);
                if (below.isPresent()) {
                    return below;
                }
            }
        }
        return ofNodes(subject);
    }

    /** Kinds with one Pod per node have names of their own (Kubernetes API, DaemonSetStatus). */
    private static Optional<Finding> ofNodes(Subject subject) {
        Map<?, ?> status = subject.status();
        OptionalLong desired = number(status.get("desiredNumberScheduled"));
        if (desired.isEmpty()) {
            return Optional.empty();
        }
        for (String reached : List.of("updatedNumberScheduled", "numberReady", "numberAvailable")) {
            OptionalLong count = number(status.get(reached));
            boolean partial = reached.startsWith("updated") && hasPartition(subject);
            if (count.isPresent() && !partial && count.getAsLong() < desired.getAsLong()) {
                return Optional.of(new Finding(
                        Meaning.PROGRESSING,
                        "count " + reached,
                        reached + " is " + count.getAsLong() + " of " + desired.getAsLong()));
            }
        }
        return Optional.empty();
    }

    /** Some controllers write {@code ready: 1/3}. */
    private static Optional<Finding> ofFractions(Subject subject) {
        Optional<Finding> own = ofFractions(subject.status());
        if (own.isPresent()) {
            return own;
        }
        for (Object part : subject.status().values()) {
            Optional<Finding> below = part instanceof Map<?, ?> map ? ofFractions(map) : Optional.empty();
            if (below.isPresent()) {
                return below;
            }
        }
        return Optional.empty();
    }

    private static Optional<Finding> ofFractions(Map<?, ?> map) {
        for (Map.Entry<?, ?> field : map.entrySet()) {
            if (field.getValue() instanceof String text
                    && text.indexOf('/') > 0
                    && Names.namesCount(String.valueOf(field.getKey()))) {
                Optional<Finding> below = ofFraction(text);
                if (below.isPresent()) {
                    return below;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Finding> below(Subject subject, Map<?, ?> status, long desired, Thing thing) {
        for (int i = 0; i < REACHED.size(); i++) {
            OptionalLong count = number(status.get(thing.reached().get(i)));
            if (count.isPresent()
                    && count.getAsLong() < desired
                    && !(REACHED.get(i).equals("updated") && hasPartition(subject))
                    && !subject.deviations().ignores("status." + thing.reached().get(i))) {
                return Optional.of(below(count.getAsLong(), desired, REACHED.get(i), thing.name()));
            }
        }
        String name = thing.name();
        OptionalLong existing = number(status.get(name));
        if (existing.isPresent()
                && number(subject.spec().get(name)).isPresent()
                && existing.getAsLong() < desired
                && !subject.deviations().ignores("status." + name)) {
            return Optional.of(below(existing.getAsLong(), desired, "there", name));
        }
        boolean unready = name.equals("replicas") && isUnready(subject, desired);
        return unready ? Optional.of(below(0, desired, "ready", name)) : Optional.empty();
    }

    /** With a partition, some replicas keep the old version on purpose. */
    private static boolean hasPartition(Subject subject) {
        return subject.object().has("spec", "updateStrategy", "partition")
                || subject.object().has("spec", "updateStrategy", "rollingUpdate", "partition");
    }

    /** Parts of an object in a list or a map have counts of their own: {@code instances: [{replicas: 2, readyReplicas: 1}]}. */
    private static Optional<Finding> ofParts(Subject subject) {
        if (subject.summedUp()) {
            return Optional.empty();
        }
        for (Map.Entry<?, ?> entry : subject.status().entrySet()) {
            String name = String.valueOf(entry.getKey());
            if (Names.namesPast(name) || subject.deviations().ignores("status." + name)) {
                continue;
            }
            Optional<Finding> below = ofPartOrList(entry.getValue());
            if (below.isPresent()) {
                return below;
            }
        }
        return Optional.empty();
    }

    private static Optional<Finding> ofPartOrList(@Nullable Object value) {
        if (value instanceof List<?> parts) {
            for (Object part : parts.subList(0, Math.min(parts.size(), MAX_PARTS))) {
                Optional<Finding> below = ofPart(part);
                if (below.isPresent()) {
                    return below;
                }
            }
            return Optional.empty();
        }
        return ofPart(value);
    }

    private static Optional<Finding> ofPart(@Nullable Object part) {
        if (!(part instanceof Map<?, ?> map)) {
            return Optional.empty();
        }
        OptionalLong replicas = number(map.get("replicas"));
        OptionalLong ready = number(map.get("readyReplicas"));
        return replicas.isPresent() && ready.isPresent() && ready.getAsLong() < replicas.getAsLong()
                ? Optional.of(below(ready.getAsLong(), replicas.getAsLong(), "ready", "replicas"))
                : Optional.empty();
    }

    /** Controllers leave {@code readyReplicas} out while it is 0. */
    private static boolean isUnready(Subject subject, long desired) {
        Map<?, ?> status = subject.status();
        return desired > 0
                && subject.conditions().isEmpty()
                && status.get("replicas") instanceof Number
                && subject.spec().get("template") instanceof Map
                && status.keySet().stream().noneMatch(key -> isReached(String.valueOf(key)));
    }

    private static boolean isReached(String name) {
        return name.equals("readyReplicas")
                || name.equals("availableReplicas")
                || name.equals("phase")
                || name.equals("state");
    }

    private static Optional<Finding> ofFraction(String text) {
        if (FRACTION.matcher(text).matches()) {
            int slash = text.indexOf('/');
            long ready = Long.parseLong(text.substring(0, slash));
            long desired = Long.parseLong(text.substring(slash + 1));
            return ready < desired ? Optional.of(below(ready, desired, "ready", "")) : Optional.empty();
        }
        return Optional.empty();
    }

    private static Finding below(long count, long desired, String reached, String things) {
        String of = things.isEmpty() ? "" : " " + things;
        return new Finding(
                Meaning.PROGRESSING, "count of " + reached + of, count + " of " + desired + of + " are " + reached);
    }

    private static OptionalLong firstNumber(Map<?, ?> map, List<String> names) {
        for (String name : names) {
            if (map.get(name) instanceof Number number) {
                return OptionalLong.of(number.longValue());
            }
        }
        return OptionalLong.empty();
    }

    private static OptionalLong number(@Nullable Object value) {
        return value instanceof Number number ? OptionalLong.of(number.longValue()) : OptionalLong.empty();
    }
}
