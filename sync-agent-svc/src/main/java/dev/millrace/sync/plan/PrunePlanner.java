package dev.millrace.sync.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Decides what goes because it is no longer desired, and whether a person has to look first. */
public final class PrunePlanner {
    private static final Comparator<Recorded> LAST_STAGE_FIRST = Comparator.comparing((Recorded r) -> Stage.of(r.ref()))
            .reversed()
            .thenComparing(r -> r.ref().identity());

    private PrunePlanner() {}

    /** All that goes when the Application goes, in the order of deletion. */
    public static List<Operation.Prune> all(List<Recorded> recorded) {
        return recorded.stream()
                .sorted(LAST_STAGE_FIRST)
                .map(r -> new Operation.Prune(r.ref(), r.uid()))
                .toList();
    }

    /** The same in rounds: one is gone before the next one goes. */
    public static List<List<Operation.Prune>> rounds(List<Operation.Prune> prunes) {
        Map<Stage, List<Operation.Prune>> byStage = new TreeMap<>(Comparator.reverseOrder());
        prunes.forEach(prune -> byStage.computeIfAbsent(Stage.of(prune.ref()), stage -> new ArrayList<>())
                .add(prune));
        return List.copyOf(byStage.values());
    }

    static List<Operation.Prune> operations(PlanInput input) {
        Set<String> desired = new HashSet<>();
        input.desired().objects().forEach(m -> desired.add(m.ref().identity()));
        return all(input.recorded().stream()
                .filter(r -> !desired.contains(r.ref().identity()))
                .filter(r -> !input.desired().leavesOut(r.ref()))
                .toList());
    }

    static Pruning pruning(PlanInput input, int gone) {
        if (!input.prune()) {
            return new Pruning.Off();
        }
        if (gone == 0) {
            return new Pruning.Allowed();
        }
        if (!input.desired().unreadable().isEmpty()) {
            return new Pruning.Withheld("a document can't be read, and could hold them");
        }
        boolean confirmed =
                input.confirmed().filter(input.revision().value()::equals).isPresent();
        if (confirmed) {
            return new Pruning.Allowed();
        }
        String confirm = "; to confirm, annotate the Application with millrace.dev/confirm-prune: " + input.revision();
        if (input.desired().objects().isEmpty()) {
            return new Pruning.Withheld("the source holds no object at all" + confirm);
        }
        int all = input.recorded().size();
        return gone * 2 > all
                ? new Pruning.Withheld(gone + " of " + all + " objects would be deleted" + confirm)
                : new Pruning.Allowed();
    }
}
