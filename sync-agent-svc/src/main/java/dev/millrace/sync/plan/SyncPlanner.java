package dev.millrace.sync.plan;

import dev.millrace.sync.manifest.Manifest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Decides what an attempt does. */
public final class SyncPlanner {
    private static final Comparator<Operation> BY_NAME =
            Comparator.comparing(operation -> operation.ref().identity());

    private SyncPlanner() {}

    /** The plan for this input; the same input gives the same plan. */
    public static SyncPlan plan(PlanInput input) {
        List<Operation> operations = decide(input);
        List<Operation.Prune> prune = PrunePlanner.operations(input);
        return new SyncPlan(
                steps(operations),
                only(operations, Operation.Leave.class),
                only(operations, Operation.Refuse.class),
                prune,
                PrunePlanner.pruning(input, prune.size()));
    }

    private static List<Operation> decide(PlanInput input) {
        Map<String, Recorded> recorded = input.recorded().stream()
                .collect(Collectors.toMap(r -> r.ref().identity(), Function.identity(), (first, second) -> second));
        Map<String, Manifest> seen = new java.util.HashMap<>();
        List<Operation> operations = new ArrayList<>();
        for (Manifest manifest : input.desired().objects()) {
            Manifest first = seen.putIfAbsent(manifest.ref().identity(), manifest);
            if (first != null) {
                operations.add(new Operation.Refuse(manifest, "the same object stands in " + first.origin()));
            } else {
                operations.add(decide(manifest, recorded, input));
            }
        }
        return operations;
    }

    private static Operation decide(Manifest manifest, Map<String, Recorded> recorded, PlanInput input) {
        String identity = manifest.ref().identity();
        Recorded before = recorded.get(identity);
        if (before != null) {
            boolean same = before.renderedHash().equals(manifest.hash())
                    && before.ref().apiVersion().equals(manifest.ref().apiVersion());
            return same && !input.drifted().contains(identity)
                    ? new Operation.Leave(manifest)
                    : new Operation.Apply(manifest);
        }
        return switch (input.live().getOrDefault(identity, new Live.Absent())) {
            case Live.Absent absent -> new Operation.Create(manifest);
            case Live.Free free -> new Operation.Adopt(manifest);
            case Live.Claimed claimed ->
                new Operation.Refuse(manifest, "it belongs to the application " + claimed.application());
        };
    }

    private static List<Step> steps(List<Operation> operations) {
        Map<Stage, List<Operation>> byStage = new EnumMap<>(Stage.class);
        for (Operation operation : operations) {
            switch (operation) {
                case Operation.Create o ->
                    byStage.computeIfAbsent(Stage.of(o.ref()), s -> new ArrayList<>())
                            .add(o);
                case Operation.Apply o ->
                    byStage.computeIfAbsent(Stage.of(o.ref()), s -> new ArrayList<>())
                            .add(o);
                case Operation.Adopt o ->
                    byStage.computeIfAbsent(Stage.of(o.ref()), s -> new ArrayList<>())
                            .add(o);
                case Operation.Leave o -> {}
                case Operation.Prune o -> {}
                case Operation.Refuse o -> {}
            }
        }
        return byStage.entrySet().stream()
                .map(e -> new Step(
                        e.getKey(), e.getValue().stream().sorted(BY_NAME).toList()))
                .toList();
    }

    private static <T extends Operation> List<T> only(List<Operation> operations, Class<T> kind) {
        return operations.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
