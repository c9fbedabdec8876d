package dev.millrace.sync.steer;

import dev.millrace.events.Health;
import dev.millrace.events.SyncCompleted.FailureKind;
import dev.millrace.events.SyncCompleted.ObjectFailure;
import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.sync.health.ApplicationHealth;
import dev.millrace.sync.health.object.ObjectHealth;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.ManifestReader;
import dev.millrace.sync.plan.Operation;
import dev.millrace.sync.plan.PlanStep;
import dev.millrace.sync.plan.Pruning;
import dev.millrace.sync.plan.Stage;
import dev.millrace.sync.plan.SyncPlan;
import dev.millrace.sync.record.Attempt;
import dev.millrace.sync.render.input.Inputs;
import dev.millrace.sync.state.Work;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Plans and attempts for tests. */
final class Examples {
    static final CommitId OLD = new CommitId("a".repeat(40));
    static final CommitId NEW = new CommitId("b".repeat(40));
    static final GitRef MAIN = GitRef.branch("main");
    static final ObjectRef OBJECT = new ObjectRef("v1", "ConfigMap", Optional.of("shop"), "one");
    static final Manifest MANIFEST = ManifestReader.read(
                    "one.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n")
            .objects()
            .getFirst();
    static final ObjectFailure REFUSED =
            new ObjectFailure(MANIFEST.ref(), FailureKind.REJECTED, "refused", false, List.of());
    static final ObjectFailure UNAVAILABLE =
            new ObjectFailure(MANIFEST.ref(), FailureKind.INFRASTRUCTURE, "no answer", false, List.of());
    private static final RepositoryId REPOSITORY = RepositoryId.parse("https://git.example.com/shop/config");

    private Examples() {}

    /** Returns an attempt for a commit. */
    static Attempt attempt(long number, CommitId revision, Instant startedAt, ObjectFailure... failures) {
        return new Attempt(
                number,
                REPOSITORY,
                MAIN,
                revision,
                Optional.of(OLD),
                new Attempt.Why(
                        Trigger.EVENT,
                        Optional.empty(),
                        ChainId.of(REPOSITORY, revision),
                        List.of(),
                        Optional.empty(),
                        Optional.empty()),
                startedAt,
                Optional.empty(),
                new Attempt.Work(List.of(), List.of(failures), List.of(), 0, List.of(), List.of()));
    }

    static Work work(SyncPlan plan) {
        return new Work(plan, Inputs.NONE, Set.of(), Set.of(), 0);
    }

    /** Returns a plan with one step per wave, and this number of objects that are no longer desired. */
    static SyncPlan plan(int undesired, Pruning pruning, int... waves) {
        Operation create = new Operation.Create(MANIFEST);
        return new SyncPlan(
                IntStream.of(waves)
                        .mapToObj(wave -> new PlanStep(wave, Stage.GROUND, List.of(create)))
                        .toList(),
                List.of(),
                List.of(),
                IntStream.range(0, undesired).mapToObj(i -> prune()).toList(),
                pruning);
    }

    /** Returns the health of the one object of a plan. */
    static ApplicationHealth health(boolean known, Health health) {
        List<ApplicationHealth.Of> unhealthy = health == Health.Healthy
                ? List.of()
                : List.of(new ApplicationHealth.Of(MANIFEST.ref(), new ObjectHealth(health, "")));
        return new ApplicationHealth(known, health, unhealthy, known ? Set.of() : Set.of(MANIFEST.ref()));
    }

    static Operation.Prune prune() {
        return new Operation.Prune(OBJECT, "uid");
    }
}
