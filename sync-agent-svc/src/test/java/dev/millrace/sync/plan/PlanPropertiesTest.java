package dev.millrace.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.ManifestReader;
import dev.millrace.sync.manifest.Manifests;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The invariants of a plan. Inputs are random; a failure names the seed and the input. */
class PlanPropertiesTest {
    private static final int ROUNDS = 150;
    private static final CommitId REVISION = new CommitId("a".repeat(40));
    private static final List<String> KINDS = List.of(
            "v1 Namespace",
            "v1 ConfigMap",
            "v1 Service",
            "apps/v1 Deployment",
            "batch/v1 Job",
            "storage.k8s.io/v1 StorageClass",
            "rbac.authorization.k8s.io/v1 Role",
            "rbac.authorization.k8s.io/v1 RoleBinding",
            "apiextensions.k8s.io/v1 CustomResourceDefinition",
            "admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration",
            "x.example/v1 Thing");
    private static final List<String> ANNOTATIONS = List.of(
            "",
            "",
            "",
            "millrace.dev/wave: '-1'",
            "millrace.dev/wave: '2'",
            "millrace.dev/wave: soon",
            "millrace.dev/reconcile: disabled",
            "millrace.dev/reconcile: create-only",
            "millrace.dev/keep: 'true'");

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void eachDesiredObjectHasExactlyOneOperationAndEachStepOnlyWhatIsApplied(long seed) {
        forEach(seed, input -> {
            SyncPlan plan = SyncPlanner.plan(input);

            List<String> planned = Stream.of(applied(plan), plan.leave(), plan.refuse())
                    .flatMap(List::stream)
                    .map(operation -> operation.ref().identity())
                    .sorted()
                    .toList();
            assertThat(planned).isEqualTo(identities(input.desired()).sorted().toList());
            assertThat(plan.steps()).noneMatch(step -> step.operations().isEmpty());
            assertThat(applied(plan))
                    .allMatch(operation -> operation instanceof Operation.Create
                            || operation instanceof Operation.Apply
                            || operation instanceof Operation.Adopt);
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void whatIsPrunedIsRecordedAndNotDesired(long seed) {
        forEach(seed, input -> {
            Set<String> desired = identities(input.desired()).collect(Collectors.toSet());

            assertThat(SyncPlanner.plan(input).prune())
                    .extracting(prune -> prune.ref().identity())
                    .containsExactlyInAnyOrderElementsOf(input.recorded().stream()
                            .map(recorded -> recorded.ref().identity())
                            .filter(identity -> !desired.contains(identity))
                            .toList());
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33})
    void nothingOfAnotherApplicationIsChanged(long seed) {
        forEach(seed, input -> {
            Set<String> applied = applied(SyncPlanner.plan(input)).stream()
                    .map(operation -> operation.ref().identity())
                    .collect(Collectors.toSet());

            input.live().forEach((identity, live) -> {
                boolean ours = input.recorded().stream()
                        .anyMatch(recorded -> recorded.ref().identity().equals(identity)
                                && !recorded.uid().isEmpty()
                                && !input.missing().contains(identity));
                if (live instanceof Live.Claimed && !ours) {
                    assertThat(applied).doesNotContain(identity);
                }
            });
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43})
    void thePlanIsTheSameInAnyOrderOfTheInput(long seed) {
        Random order = new Random(seed);
        forEach(seed, input -> {
            SyncPlan plan = SyncPlanner.plan(input);
            SyncPlan shuffled = SyncPlanner.plan(with(
                    input,
                    new Manifests(shuffled(input.desired().objects(), order), List.of()),
                    shuffled(input.recorded(), order)));

            assertThat(shuffled.steps()).isEqualTo(plan.steps());
            assertThat(shuffled.prune()).isEqualTo(plan.prune());
            assertThat(shuffled.pruning()).isEqualTo(plan.pruning());
            assertThat(shuffled.leave()).containsExactlyInAnyOrderElementsOf(plan.leave());
            assertThat(shuffled.refuse()).containsExactlyInAnyOrderElementsOf(plan.refuse());
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {51, 52, 53})
    void stepsAreInTheOrderOfWavesAndThenOfStages(long seed) {
        Comparator<PlanStep> order = Comparator.comparingInt(PlanStep::wave).thenComparing(PlanStep::stage);
        forEach(seed, input -> {
            List<PlanStep> steps = SyncPlanner.plan(input).steps();

            assertThat(steps).isSortedAccordingTo(order);
            for (int i = 1; i < steps.size(); i++) {
                assertThat(order.compare(steps.get(i - 1), steps.get(i))).isNegative();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {61, 62, 63})
    void onceAPlanIsCarriedOutTheNextOneChangesNothing(long seed) {
        forEach(seed, input -> {
            SyncPlan plan = SyncPlanner.plan(input);
            List<Recorded> after = new ArrayList<>(input.recorded());
            plan.prune()
                    .forEach(prune -> after.removeIf(recorded -> recorded.ref().equals(prune.ref())));
            Set<String> missing = new HashSet<>(input.missing());
            for (Operation operation : applied(plan)) {
                Manifest manifest = manifest(operation);
                missing.remove(manifest.ref().identity());
                after.removeIf(recorded ->
                        recorded.ref().identity().equals(manifest.ref().identity()));
                after.add(new Recorded(manifest.ref(), "uid", manifest.hash()));
            }

            SyncPlan next = SyncPlanner.plan(new PlanInput(
                    REVISION,
                    input.desired(),
                    after,
                    input.live(),
                    Set.of(),
                    input.prune(),
                    Optional.empty(),
                    missing));

            assertThat(next.changesNothing()).isTrue();
            assertThat(next.refuse()).isEqualTo(plan.refuse());
        });
    }

    private static void forEach(long seed, Consumer<PlanInput> property) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            PlanInput input = random(random);
            try {
                property.accept(input);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ", round " + round + ": " + input, e);
            }
        }
    }

    private static PlanInput random(Random random) {
        Map<String, Manifest> desired = new HashMap<>();
        List<Recorded> recorded = new ArrayList<>();
        Map<String, Live> live = new HashMap<>();
        Set<String> drifted = new HashSet<>();
        Set<String> missing = new HashSet<>();
        for (int i = random.nextInt(12); i > 0; i--) {
            Manifest manifest = manifest(KINDS.get(random.nextInt(KINDS.size())), "n" + i, random);
            String identity = manifest.ref().identity();
            if (random.nextInt(4) > 0) {
                desired.put(identity, manifest);
            }
            if (random.nextInt(3) > 0) {
                String hash = random.nextBoolean() ? manifest.hash() : random.nextBoolean() ? "before" : "";
                String uid = random.nextInt(5) == 0 ? "" : "uid-" + i;
                recorded.add(new Recorded(manifest.ref(), uid, hash, random.nextInt(3) - 1));
            }
            switch (random.nextInt(4)) {
                case 0 -> live.put(identity, new Live.Claimed("c/ns/other"));
                case 1 -> live.put(identity, new Live.Free());
                case 2 -> live.put(identity, new Live.Unread());
                default -> {}
            }
            if (random.nextInt(5) == 0) {
                drifted.add(identity);
            }
            if (random.nextInt(6) == 0) {
                missing.add(identity);
            }
        }
        return new PlanInput(
                REVISION,
                new Manifests(List.copyOf(desired.values()), List.of()),
                recorded,
                live,
                drifted,
                random.nextBoolean(),
                random.nextBoolean() ? Optional.of(REVISION.value()) : Optional.empty(),
                missing);
    }

    private static PlanInput with(PlanInput input, Manifests desired, List<Recorded> recorded) {
        return new PlanInput(
                input.revision(),
                desired,
                recorded,
                input.live(),
                input.drifted(),
                input.prune(),
                input.confirmed(),
                input.missing());
    }

    private static <T> List<T> shuffled(List<T> list, Random random) {
        List<T> copy = new ArrayList<>(list);
        Collections.shuffle(copy, random);
        return copy;
    }

    private static List<Operation> applied(SyncPlan plan) {
        return plan.steps().stream().flatMap(step -> step.operations().stream()).toList();
    }

    private static Stream<String> identities(Manifests manifests) {
        return manifests.objects().stream().map(Manifest::ref).map(ObjectRef::identity);
    }

    private static Manifest manifest(Operation operation) {
        return switch (operation) {
            case Operation.Create create -> create.manifest();
            case Operation.Apply(Manifest manifest, String uid) -> manifest;
            case Operation.Adopt(Manifest manifest) -> manifest;
            case Operation.Leave(Manifest manifest) -> manifest;
            case Operation.Refuse(Manifest manifest, String reason) -> manifest;
            case Operation.Prune prune -> throw new IllegalStateException("not applied: " + prune);
        };
    }

    private static Manifest manifest(String kind, String name, Random random) {
        String[] named = kind.split(" ");
        return ManifestReader.read(
                        name + ".yaml",
                        "{apiVersion: %s, kind: %s, metadata: {name: %s, namespace: shop, annotations: {%s}}}"
                                .formatted(
                                        named[0], named[1], name, ANNOTATIONS.get(random.nextInt(ANNOTATIONS.size()))))
                .objects()
                .getFirst();
    }
}
