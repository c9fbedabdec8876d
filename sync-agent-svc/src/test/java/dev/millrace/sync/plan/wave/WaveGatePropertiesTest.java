package dev.millrace.sync.plan.wave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.Health;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.ManifestReader;
import dev.millrace.sync.manifest.Manifests;
import dev.millrace.sync.plan.PlanInput;
import dev.millrace.sync.plan.Recorded;
import dev.millrace.sync.plan.SyncPlan;
import dev.millrace.sync.plan.SyncPlanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The invariants of the gate between waves. A failure names the seed. */
class WaveGatePropertiesTest {
    private static final int ROUNDS = 200;
    private static final List<Health> HEALTHS = List.of(Health.values());
    private static final CommitId REVISION = new CommitId("a".repeat(40));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void onlyObjectsOfLowerWavesThatAreNotHealthyHoldAWave(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            SyncPlan plan = plan(random);
            WaveGate.Observed observed = observed(plan, random);
            for (int done = 0; done <= plan.steps().size(); done++) {
                if (WaveGate.next(plan, done, observed) instanceof WaveGate.Answer.Held held) {
                    assertThat(held.wave())
                            .as("seed %d, %s, %s", seed, plan, observed)
                            .isEqualTo(plan.steps().get(done).wave());
                    assertThat(held.holders())
                            .as("seed %d, %s, %s", seed, plan, observed)
                            .isNotEmpty()
                            .allMatch(holder -> holder.wave() < held.wave())
                            .allMatch(holder -> holder.health().isPresent()
                                    || observed.failed().contains(holder.ref().identity()))
                            .noneMatch(holder -> holder.health()
                                    .filter(health -> health == Health.Healthy || health == Health.Suspended)
                                    .isPresent());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void anObjectThatRecoversNeverClosesAGate(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            SyncPlan plan = plan(random);
            WaveGate.Observed before = observed(plan, random);
            Map<String, Health> health = new HashMap<>(before.health());
            health.keySet().removeIf(identity -> random.nextBoolean());
            WaveGate.Observed after = new WaveGate.Observed(health, before.failed(), before.proven());
            for (int done = 0; done <= plan.steps().size(); done++) {
                if (WaveGate.next(plan, done, before) instanceof WaveGate.Answer.Open) {
                    assertThat(WaveGate.next(plan, done, after))
                            .as("seed %d, %s, %s", seed, plan, after)
                            .isEqualTo(new WaveGate.Answer.Open());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8, 9})
    void whereAllIsHealthyNoGateIsClosed(long seed) {
        Random random = new Random(seed);
        WaveGate.Observed healthy = new WaveGate.Observed(Map.of(), Set.of(), Set.of());
        for (int round = 0; round < ROUNDS; round++) {
            SyncPlan plan = plan(random);
            for (int done = 0; done <= plan.steps().size(); done++) {
                assertThat(WaveGate.next(plan, done, healthy))
                        .as("seed %d, %s", seed, plan)
                        .isEqualTo(new WaveGate.Answer.Open());
            }
        }
    }

    private static SyncPlan plan(Random random) {
        List<Manifest> desired = new ArrayList<>();
        List<Recorded> recorded = new ArrayList<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            Manifest manifest = manifest("n" + i, random.nextInt(4) - 1, random.nextBoolean());
            desired.add(manifest);
            if (random.nextBoolean()) {
                recorded.add(new Recorded(manifest.ref(), "uid", random.nextBoolean() ? manifest.hash() : "before"));
            }
        }
        return SyncPlanner.plan(new PlanInput(
                REVISION, new Manifests(desired, List.of()), recorded, Map.of(), Set.of(), true, Optional.empty()));
    }

    private static WaveGate.Observed observed(SyncPlan plan, Random random) {
        List<ObjectRef> all = new ArrayList<>(plan.notApplied(0));
        plan.leave().forEach(leave -> all.add(leave.ref()));
        Map<String, Health> health = new HashMap<>();
        Set<String> failed = new HashSet<>();
        Set<String> proven = new HashSet<>();
        for (ObjectRef ref : all) {
            if (random.nextBoolean()) {
                health.put(ref.identity(), HEALTHS.get(random.nextInt(HEALTHS.size())));
            }
            if (random.nextInt(5) == 0) {
                failed.add(ref.identity());
            }
            if (random.nextInt(3) == 0) {
                proven.add(ref.identity());
            }
        }
        return new WaveGate.Observed(health, failed, proven);
    }

    private static Manifest manifest(String name, int wave, boolean workload) {
        String kind = workload ? "apiVersion: apps/v1, kind: Deployment" : "apiVersion: v1, kind: ConfigMap";
        return ManifestReader.read(
                        name + ".yaml",
                        "{%s, metadata: {name: %s, namespace: shop, annotations: {millrace.dev/wave: '%d'}}}"
                                .formatted(kind, name, wave))
                .objects()
                .getFirst();
    }
}
