package dev.millrace.sync.plan.wave;

import dev.millrace.events.Health;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.plan.Directives;
import dev.millrace.sync.plan.Operation;
import dev.millrace.sync.plan.PlanStep;
import dev.millrace.sync.plan.SyncPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether the next step of a plan may begin: the first step of a wave waits for the objects of lower waves, and for nothing else. So a
 * commit that fixes a wave waits neither for the objects that it fixes nor for later waves.
 */
public final class WaveGate {
    private static final Set<Health> NOT_HOLDING = Set.of(Health.Healthy, Health.Suspended);
    private static final Comparator<Holder> ORDER = Comparator.comparingInt(Holder::wave)
            .thenComparing(holder -> holder.ref().identity());

    private WaveGate() {}

    /** The decision. */
    public sealed interface Answer {

        /** The next step may begin; also if there is none. */
        record Open() implements Answer {}

        /**
         * The next step waits.
         *
         * @param wave the wave that waits
         * @param holders the objects that it waits for, by wave and name; never empty
         */
        record Held(int wave, List<Holder> holders) implements Answer {
            public Held {
                holders = List.copyOf(holders);
            }

            /** Returns true if one of them failed by itself or could not be applied, so that waiting alone is of no use. */
            public boolean isBroken() {
                return holders.stream().anyMatch(Holder::isBroken);
            }
        }
    }

    /**
     * An object of a lower wave that holds the next one.
     *
     * @param health empty if it could not be applied
     */
    public record Holder(ObjectRef ref, int wave, Optional<Health> health) {
        /** Returns true if the object failed by itself or could not be applied. */
        public boolean isBroken() {
            return health.isEmpty() || health.get() == Health.Degraded;
        }
    }

    /**
     * The state of the objects while a plan is carried out; all sets and maps are by {@link ObjectRef#identity()}.
     *
     * @param health of each object that is not known to be healthy; one not yet seen since it was applied is {@link Health#Progressing}
     * @param failed objects that the steps done so far could not apply
     * @param proven objects that were healthy before this plan, as they are in the record: they hold no wave, since the fix for them may be
     *     part of this plan; empty if that isn't known
     */
    public record Observed(Map<String, Health> health, Set<String> failed, Set<String> proven) {
        public Observed {
            health = Map.copyOf(health);
            failed = Set.copyOf(failed);
            proven = Set.copyOf(proven);
        }
    }

    /**
     * Decides whether the step after those done may begin.
     *
     * @param stepsDone the number of the plan's steps that are done
     */
    public static Answer next(SyncPlan plan, int stepsDone, Observed observed) {
        List<PlanStep> steps = plan.steps();
        if (stepsDone >= steps.size()) {
            return new Answer.Open();
        }
        int wave = steps.get(stepsDone).wave();
        boolean begun = stepsDone > 0 && steps.get(stepsDone - 1).wave() == wave;
        List<Holder> holders = begun
                ? List.of()
                : candidates(plan, stepsDone, observed).stream()
                        .filter(holder -> holder.wave() < wave)
                        .sorted(ORDER)
                        .toList();
        return holders.isEmpty() ? new Answer.Open() : new Answer.Held(wave, holders);
    }

    /** Desired objects that are neither about to be applied nor healthy. An object that is only recorded is about to be pruned, and holds nothing. */
    private static List<Holder> candidates(SyncPlan plan, int stepsDone, Observed observed) {
        List<Holder> holders = new ArrayList<>();
        for (PlanStep step : plan.steps().subList(0, stepsDone)) {
            for (Operation operation : step.operations()) {
                if (observed.failed().contains(operation.ref().identity())) {
                    holders.add(new Holder(operation.ref(), step.wave(), Optional.empty()));
                } else {
                    add(holders, operation.ref(), step.wave(), observed);
                }
            }
        }
        plan.leave().stream()
                .filter(leave -> !observed.proven().contains(leave.ref().identity()))
                .forEach(leave -> add(holders, leave.ref(), wave(leave.manifest()), observed));
        plan.refuse()
                .forEach(refuse -> holders.add(new Holder(refuse.ref(), wave(refuse.manifest()), Optional.empty())));
        return holders;
    }

    private static void add(List<Holder> holders, ObjectRef ref, int wave, Observed observed) {
        Health health = observed.health().getOrDefault(ref.identity(), Health.Healthy);
        if (!NOT_HOLDING.contains(health)) {
            holders.add(new Holder(ref, wave, Optional.of(health)));
        }
    }

    private static int wave(Manifest manifest) {
        return Directives.of(manifest.annotations()).wave();
    }
}
