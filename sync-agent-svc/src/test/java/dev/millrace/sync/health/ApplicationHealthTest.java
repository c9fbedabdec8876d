package dev.millrace.sync.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.Health;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.health.object.ObjectHealth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects are written {@code <name> <health>}; {@code unseen} for one that no watch has received. */
class ApplicationHealthTest {
    private static final List<Health> HEALTHS = List.of(Health.values());

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                // objects | health | known, settled, broken
                "''                                    | Healthy     | known settled",
                "a Healthy                             | Healthy     | known settled",
                "a Suspended                           | Suspended   | known settled",
                "a Healthy, b Suspended                | Suspended   | known settled",
                "a Progressing                         | Progressing | known",
                "a Suspended, b Progressing            | Progressing | known",
                "a Unknown, b Progressing              | Unknown     | known",
                "a Missing, b Unknown                  | Missing     | known",
                "a Degraded, b Missing                 | Degraded    | known broken",
                "a Healthy, b Degraded, c Progressing  | Degraded    | known broken",
                "a unseen                              | Progressing | none",
                "a unseen, b Healthy                   | Progressing | none",
                "a unseen, b Suspended                 | Suspended   | none",
                "a unseen, b Degraded                  | Degraded    | none",
            })
    void isThatOfTheWorstObjectAndKnownOnceAllAreReceived(String objects, Health health, String flags) {
        ApplicationHealth application = ApplicationHealth.of(objects(objects));

        List<String> actual = new ArrayList<>();
        if (application.known()) {
            actual.add("known");
        }
        if (application.isSettled()) {
            actual.add("settled");
        }
        if (application.isBroken()) {
            actual.add("broken");
        }
        assertThat(application.health()).isEqualTo(health);
        assertThat(String.join(" ", actual)).isEqualTo(flags == null ? "" : flags);
    }

    @Test
    void onlyTheMessagesOfItsObjectsAreReworded() {
        ObjectRef ref = new ObjectRef("v1", "ConfigMap", Optional.of("shop"), "hunter2");
        ApplicationHealth health =
                ApplicationHealth.of(Map.of(ref, Optional.of(ObjectHealth.degraded("bad value hunter2"))));

        ApplicationHealth reworded = health.reworded(text -> text.replace("hunter2", "***"));

        assertThat(reworded.message()).isEqualTo("%s: bad value ***".formatted(ref));
        assertThat(reworded.objects()).extracting(ApplicationHealth.Of::ref).containsExactly(ref);
        assertThat(reworded.isBroken()).isTrue();
    }

    @Test
    void listsTheUnhealthyObjectsByNameAndTheMissingAndUnseenOnes() {
        ApplicationHealth application =
                ApplicationHealth.of(objects("d Missing, c Degraded, b unseen, a Progressing, e Healthy"));

        assertThat(application.objects())
                .extracting(of -> of.ref().name() + " " + of.health().health())
                .containsExactly("a Progressing", "c Degraded", "d Missing");
        assertThat(application.unseen()).containsExactly(ref("b"));
        assertThat(application.missing()).containsExactly(ref("d").identity());
        assertThat(application.unhealthy())
                .isEqualTo(Map.of(
                        ref("a").identity(), Health.Progressing,
                        ref("b").identity(), Health.Progressing,
                        ref("c").identity(), Health.Degraded,
                        ref("d").identity(), Health.Missing));
    }

    @Test
    void aMessageNamesFiveObjectsAtMost() {
        assertThat(ApplicationHealth.of(objects("a Healthy")).message()).isEmpty();
        assertThat(ApplicationHealth.of(objects("b Degraded, a Missing")).message())
                .isEqualTo("Deployment shop/a: it is Missing; Deployment shop/b: it is Degraded");
        assertThat(ApplicationHealth.of(degraded(5)).message())
                .endsWith("Deployment shop/o4: it is Degraded")
                .doesNotContain("more");
        assertThat(ApplicationHealth.of(degraded(7)).message())
                .endsWith("Deployment shop/o4: it is Degraded; and 2 more");
    }

    @Test
    void theMessageOfSomeObjectsLeavesOutTheOthers() {
        ApplicationHealth application = ApplicationHealth.of(objects("a Missing, b Degraded, c unseen"));

        assertThat(application.message(Set.of("Deployment shop/b", "Deployment shop/c")))
                .isEqualTo("Deployment shop/b: it is Degraded");
        assertThat(application.message(Set.of("Deployment shop/c", "Deployment shop/other")))
                .isEqualTo("Deployment shop/c, Deployment shop/other");
    }

    @Test
    void beforeAnythingIsReceivedItIsNeitherSettledNorBroken() {
        assertThat(ApplicationHealth.UNKNOWN.isSettled()).isFalse();
        assertThat(ApplicationHealth.UNKNOWN.isBroken()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void doesNotDependOnTheOrderOfItsObjectsAndNeverImprovesByAnUnhealthyOne(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            Map<ObjectRef, Optional<ObjectHealth>> some = random(random);
            List<Map.Entry<ObjectRef, Optional<ObjectHealth>>> entries = new ArrayList<>(some.entrySet());
            Collections.shuffle(entries, random);
            Map<ObjectRef, Optional<ObjectHealth>> shuffled = new LinkedHashMap<>();
            entries.forEach(entry -> shuffled.put(entry.getKey(), entry.getValue()));
            Map<ObjectRef, Optional<ObjectHealth>> more = new HashMap<>(some);
            more.put(ref("more"), Optional.of(ObjectHealth.degraded("no")));

            ApplicationHealth application = ApplicationHealth.of(some);

            assertThat(ApplicationHealth.of(shuffled))
                    .as("seed %d: %s", seed, some)
                    .isEqualTo(application);
            assertThat(ApplicationHealth.of(more).health())
                    .as("seed %d: %s", seed, more)
                    .isEqualTo(Health.Degraded);
        }
    }

    private static Map<ObjectRef, Optional<ObjectHealth>> random(Random random) {
        Map<ObjectRef, Optional<ObjectHealth>> objects = new LinkedHashMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            Health health = HEALTHS.get(random.nextInt(HEALTHS.size()));
            objects.put(
                    ref("o" + i),
                    random.nextInt(4) == 0 ? Optional.empty() : Optional.of(new ObjectHealth(health, "a text")));
        }
        return objects;
    }

    private static Map<ObjectRef, Optional<ObjectHealth>> degraded(int count) {
        Map<ObjectRef, Optional<ObjectHealth>> objects = new HashMap<>();
        for (int i = 0; i < count; i++) {
            objects.putAll(objects("o" + i + " Degraded"));
        }
        return objects;
    }

    private static Map<ObjectRef, Optional<ObjectHealth>> objects(String text) {
        return text.isEmpty()
                ? Map.of()
                : List.of(text.split(", ")).stream()
                        .map(one -> one.split(" "))
                        .collect(Collectors.toMap(one -> ref(one[0]), one -> health(one[1])));
    }

    private static Optional<ObjectHealth> health(String text) {
        return text.equals("unseen")
                ? Optional.empty()
                : Optional.of(new ObjectHealth(Health.valueOf(text), "it is " + text));
    }

    private static ObjectRef ref(String name) {
        return new ObjectRef("apps/v1", "Deployment", Optional.of("shop"), name);
    }
}
