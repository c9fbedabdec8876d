package dev.millrace.sync.health.general;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Counts of what is ready, available or updated, below what is desired: {@code readyReplicas: 1} of {@code spec.replicas: 3}. */
final class Counts implements Step {
    private static final List<String> REACHED = List.of("updated", "ready", "available", "healthy");
    private static final List<String> THINGS =
            List.of("Replicas", "Instances", "Nodes", "Members", "Pods", "Brokers", "Machines");
    private static final List<String> DESIRED_IN_SPEC =
            List.of("replicas", "instances", "size", "nodes", "members", "nodeCount", "replicaCount");

    private static final int MAX_PARTS = 32;
    private static final Pattern FRACTION = Pattern.compile("\\d{1,6}/\\d{1,6}");

    @Override
    public String name() {
        return "counts";
    }

    @Override
    public Optional<Finding> of(Subject subject) {
        Map<?, ?> status = subject.status();
        for (String things : THINGS) {
            OptionalLong desired = desired(subject, things);
            if (desired.isPresent()) {
                Optional<Finding> below = below(subject, status, desired.getAsLong(), things);
                if (below.isPresent()) {
                    return below;
                }
            }
        }
        return ofNodes(subject).or(() -> ofFractions(subject)).or(() -> ofParts(subject));
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
        return own.isPresent()
                ? own
                : subject.status().values().stream()
                        .filter(Map.class::isInstance)
                        .flatMap(part -> ofFractions((Map<?, ?>) part).stream())
                        .findFirst();
    }

    private static Optional<Finding> ofFractions(Map<?, ?> map) {
        return map.entrySet().stream()
                .filter(field -> field.getValue() instanceof String && Names.namesCount(String.valueOf(field.getKey())))
                .flatMap(field -> ofFraction(field.getValue()).stream())
                .findFirst();
    }

    private static Optional<Finding> below(Subject subject, Map<?, ?> status, long desired, String things) {
        for (String reached : REACHED) {
            OptionalLong count = number(status.get(reached + things));
            boolean partial = reached.equals("updated") && hasPartition(subject);
            if (count.isPresent()
                    && !partial
                    && count.getAsLong() < desired
                    && !subject.deviations().ignores("status." + reached + things)) {
                return Optional.of(below(count.getAsLong(), desired, reached, things));
            }
        }
        String name = things.toLowerCase(Locale.ROOT);
        OptionalLong existing = number(status.get(name));
        if (existing.isPresent()
                && number(subject.spec().get(name)).isPresent()
                && existing.getAsLong() < desired
                && !subject.deviations().ignores("status." + name)) {
            return Optional.of(below(existing.getAsLong(), desired, "there", things));
        }
        boolean unready = things.equals("Replicas") && isUnready(subject, desired);
        return unready ? Optional.of(below(0, desired, "ready", things)) : Optional.empty();
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
            return parts.stream()
                    .limit(MAX_PARTS)
                    .flatMap(part -> ofPart(part).stream())
                    .findFirst();
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
                ? Optional.of(below(ready.getAsLong(), replicas.getAsLong(), "ready", "Replicas"))
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

    private static Optional<Finding> ofFraction(@Nullable Object value) {
        if (value instanceof String text && FRACTION.matcher(text).matches()) {
            int slash = text.indexOf('/');
            long ready = Long.parseLong(text.substring(0, slash));
            long desired = Long.parseLong(text.substring(slash + 1));
            return ready < desired ? Optional.of(below(ready, desired, "ready", "")) : Optional.empty();
        }
        return Optional.empty();
    }

    private static Finding below(long count, long desired, String reached, String things) {
        String of = things.isEmpty() ? "" : " " + things.toLowerCase(Locale.ROOT);
        return new Finding(
                Meaning.PROGRESSING, "count of " + reached + of, count + " of " + desired + of + " are " + reached);
    }

    private static OptionalLong desired(Subject subject, String things) {
        Map<?, ?> status = subject.status();
        for (String name : List.of("desired" + things, "expected" + things, "total" + things)) {
            OptionalLong desired = number(status.get(name));
            if (desired.isPresent()) {
                return desired;
            }
        }
        for (String name : DESIRED_IN_SPEC) {
            OptionalLong desired = number(subject.spec().get(name));
            if (desired.isPresent()) {
                return desired;
            }
        }
        return number(status.get(things.toLowerCase(Locale.ROOT)));
    }

    private static OptionalLong number(@Nullable Object value) {
        return value instanceof Number number ? OptionalLong.of(number.longValue()) : OptionalLong.empty();
    }
}
