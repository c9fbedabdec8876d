package dev.millrace.sync.plan;

import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.manifest.Manifest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Plans an attempt. */
public final class SyncPlanner {
    private static final Comparator<Operation> BY_NAME =
            Comparator.comparing(operation -> operation.ref().identity());

    private SyncPlanner() {}

    /** Returns the plan for this input; the same input gives the same plan. */
    public static SyncPlan plan(PlanInput input) {
        List<Operation> operations = decide(input);
        List<Operation.Prune> prune = PrunePlanner.operations(input);
        return new SyncPlan(
                steps(operations),
                only(operations, Operation.Leave.class),
                only(operations, Operation.Refuse.class),
                prune,
                PrunePlanner.pruning(input, prune));
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
        Directives directives = Directives.of(manifest.annotations());
        if (directives.mistake().isPresent()) {
            return new Operation.Refuse(manifest, directives.mistake().get());
        }
        Recorded before = isToBeRecreated(manifest.ref(), directives, input) ? null : applied(recorded.get(identity));
        if (directives.leftAlone() || (directives.createOnly() && before != null)) {
            return new Operation.Leave(manifest);
        }
        if (before != null) {
            boolean same = before.renderedHash().equals(manifest.hash())
                    && before.ref().apiVersion().equals(manifest.ref().apiVersion());
            return same && !input.drifted().contains(identity)
                    ? new Operation.Leave(manifest)
                    : new Operation.Apply(manifest, before.uid());
        }
        return switch (input.live().getOrDefault(identity, new Live.Absent())) {
            case Live.Absent absent -> new Operation.Create(manifest);
            case Live.Unread unread -> new Operation.Create(manifest, true);
            case Live.Free free ->
                directives.createOnly() ? new Operation.Leave(manifest) : new Operation.Adopt(manifest);
            case Live.Claimed claimed ->
                directives.createOnly()
                        ? new Operation.Leave(manifest)
                        : new Operation.Refuse(manifest, "it belongs to the application " + claimed.application());
        };
    }

    /** An object that is known to be missing counts as never applied. A Job that is only to be created has done its work. */
    private static boolean isToBeRecreated(ObjectRef ref, Directives directives, PlanInput input) {
        boolean isJob = ref.kind().equals("Job") && ref.group().equals("batch");
        return input.missing().contains(ref.identity()) && !(isJob && directives.createOnly());
    }

    /** An object that was only intended may exist or not, and may belong to another application by now. */
    private static @Nullable Recorded applied(@Nullable Recorded recorded) {
        return recorded == null || recorded.uid().isEmpty() ? null : recorded;
    }

    private static List<PlanStep> steps(List<Operation> operations) {
        Map<Place, List<Operation>> byPlace = new TreeMap<>();
        for (Operation operation : operations) {
            switch (operation) {
                case Operation.Create o -> at(byPlace, o, o.manifest());
                case Operation.Apply o -> at(byPlace, o, o.manifest());
                case Operation.Adopt o -> at(byPlace, o, o.manifest());
                case Operation.Leave o -> {}
                case Operation.Prune o -> {}
                case Operation.Refuse o -> {}
            }
        }
        return byPlace.entrySet().stream()
                .map(e -> new PlanStep(
                        e.getKey().wave(),
                        e.getKey().stage(),
                        e.getValue().stream().sorted(BY_NAME).toList()))
                .toList();
    }

    private static void at(Map<Place, List<Operation>> byPlace, Operation operation, Manifest manifest) {
        Place place = new Place(Directives.of(manifest.annotations()).wave(), Stage.of(manifest.ref()));
        byPlace.computeIfAbsent(place, p -> new ArrayList<>()).add(operation);
    }

    /** The position of a step among the others. */
    private record Place(int wave, Stage stage) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparingInt(Place::wave).thenComparing(Place::stage);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    private static <T extends Operation> List<T> only(List<Operation> operations, Class<T> kind) {
        return operations.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
