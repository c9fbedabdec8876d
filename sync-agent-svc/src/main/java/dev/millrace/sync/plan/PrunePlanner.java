package dev.millrace.sync.plan;

import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.plan.object.Confirmation;
import dev.millrace.sync.plan.object.GeneratedNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Decides which objects are pruned, and whether a user has to confirm it first. */
public final class PrunePlanner {
    private static final Comparator<Operation.Prune> ORDER =
            Comparator.comparing(Round::of).thenComparing(prune -> prune.ref().identity());

    /** Objects of one round are deleted together: the last wave goes first, and within a wave the order of the ranks decides. */
    private record Round(int wave, RemovalRank rank) implements Comparable<Round> {
        private static final Comparator<Round> LAST_WAVE_FIRST =
                Comparator.comparingInt(Round::wave).reversed().thenComparing(Round::rank);

        static Round of(Operation.Prune prune) {
            return new Round(prune.wave(), RemovalRank.of(prune.ref()));
        }

        @Override
        public int compareTo(Round other) {
            return LAST_WAVE_FIRST.compare(this, other);
        }
    }

    private PrunePlanner() {}

    /** Returns all objects that are deleted with the Application, in the order of deletion. */
    public static List<Operation.Prune> all(List<Recorded> recorded) {
        return recorded.stream()
                .map(r -> new Operation.Prune(r.ref(), r.uid(), r.wave()))
                .sorted(ORDER)
                .toList();
    }

    /** Returns the same in rounds: the objects of one round are gone before the next round begins. */
    public static List<List<Operation.Prune>> rounds(List<Operation.Prune> prunes) {
        Map<Round, List<Operation.Prune>> rounds = new TreeMap<>();
        prunes.forEach(prune -> rounds.computeIfAbsent(Round.of(prune), round -> new ArrayList<>())
                .add(prune));
        return List.copyOf(rounds.values());
    }

    static List<Operation.Prune> operations(PlanInput input) {
        Set<String> desired = new HashSet<>();
        input.desired().objects().forEach(m -> desired.add(m.ref().identity()));
        return all(input.recorded().stream()
                .filter(r -> !desired.contains(r.ref().identity()))
                .filter(r -> !input.desired().leavesOut(r.ref()))
                .toList());
    }

    static Pruning pruning(PlanInput input, List<Operation.Prune> prunes) {
        if (!input.prune()) {
            return new Pruning.Off();
        }
        if (prunes.isEmpty()) {
            return new Pruning.Allowed();
        }
        if (!input.desired().unreadable().isEmpty()) {
            return new Pruning.Withheld("a document can't be read, and could hold them");
        }
        Confirmation confirmation = new Confirmation(input.revision(), input.confirmed());
        if (confirmation.isGiven()) {
            return new Pruning.Allowed();
        }
        String confirm = "; " + confirmation.advice();
        if (input.desired().objects().isEmpty()) {
            return new Pruning.Withheld("the source holds no object at all" + confirm);
        }
        int succeeded = succeeded(input, prunes);
        int gone = prunes.size() - succeeded;
        int all = input.recorded().size() - succeeded;
        return gone * 2 > all
                ? new Pruning.Withheld(gone + " of " + all + " objects would be deleted" + confirm)
                : new Pruning.Allowed();
    }

    /** Counts the objects that have a successor in the same commit: their deletion loses nothing. */
    private static int succeeded(PlanInput input, List<Operation.Prune> prunes) {
        Set<String> recorded = new HashSet<>();
        input.recorded().forEach(r -> recorded.add(r.ref().identity()));
        return GeneratedNames.succeeded(
                        prunes.stream().map(Operation.Prune::ref).toList(),
                        input.desired().objects().stream().map(Manifest::ref).toList(),
                        recorded)
                .size();
    }
}
