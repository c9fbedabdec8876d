package dev.millrace.sync.plan.wave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.Health;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.ManifestReader;
import dev.millrace.sync.manifest.Manifests;
import dev.millrace.sync.plan.Live;
import dev.millrace.sync.plan.PlanInput;
import dev.millrace.sync.plan.Recorded;
import dev.millrace.sync.plan.SyncPlan;
import dev.millrace.sync.plan.SyncPlanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Objects are written {@code <name>@<wave><mark>}: = unchanged, * changed, + new, ! refused, - no longer desired; those named w… are Deployments. */
class WaveGateTest {
    private static final CommitId REVISION = new CommitId("a".repeat(40));

    @ParameterizedTest(name = "{0}: {1}, {2} done, {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                // the first wave, and steps of one wave
                "nothing to do                         | a@0=             | 0 | a Degraded             |     |     | open",
                "the first wave waits for nothing      | a@0* b@1*        | 0 | a Degraded, b Degraded |     |     | open",
                "the first wave may be a negative one  | a@-1* b@0*       | 0 | b Progressing          |     |     | open",
                "steps of one wave don't wait          | a@0* wb@0*       | 1 | a Progressing          |     |     | open",
                "nor once the wave has begun           | a@0* b@1* wc@1*  | 2 | a Progressing          |     |     | open",
                "all is done                           | a@0* b@1*        | 2 | a Degraded             |     |     | open",
                // objects that hold a wave
                "a rollout that is on its way          | wa@0* b@1*       | 1 | wa Progressing         |     |     | 1: wa 0 Progressing",
                "a rollout that failed                 | wa@0* b@1*       | 1 | wa Degraded            |     |     | 1: wa 0 Degraded, broken",
                "an object that is missing             | wa@0* b@1*       | 1 | wa Missing             |     |     | 1: wa 0 Missing",
                "a kind that is not served             | wa@0* b@1*       | 1 | wa Unknown             |     |     | 1: wa 0 Unknown",
                "a healthy one does not hold           | wa@0* b@1*       | 1 |                        |     |     | open",
                "a suspended one does not hold         | wa@0* b@1*       | 1 | wa Suspended           |     |     | open",
                "an unchanged one of a lower wave      | wa@0= b@0* c@1*  | 1 | wa Progressing         |     |     | 1: wa 0 Progressing",
                "every lower wave                      | wa@0* wb@1* c@2* | 2 | wa Degraded, wb Progressing | |    | 2: wa 0 Degraded, wb 1 Progressing, broken",
                "a negative wave                       | wa@-1* b@0*      | 1 | wa Progressing         |     |     | 0: wa -1 Progressing",
                "gaps between waves                    | wa@0* b@10*      | 1 | wa Progressing         |     |     | 10: wa 0 Progressing",
                "a later wave begins with this plan    | wa@0= b@1*       | 0 | wa Progressing         |     |     | 1: wa 0 Progressing",
                // objects that could not be applied
                "one that could not be applied         | a@0* b@1*        | 1 |                        | a   |     | 1: a 0 not applied, broken",
                "one of the same wave does not hold    | a@0* b@1* wc@1*  | 2 |                        | b   |     | open",
                "one that is refused                   | a@0! c@0* b@1*   | 1 |                        |     |     | 1: a 0 not applied, broken",
                "one refused in a later wave           | a@0* b@1* c@2!   | 1 |                        |     |     | open",
                "not applied although healthy before   | wa@0* b@1*       | 1 | wa Degraded            | wa  |     | 1: wa 0 not applied, broken",
                // a fix waits neither for the objects that it fixes nor for later waves
                "a fix of wave 1 after wave 0          | a@0* wb@1*       | 1 | wb Degraded            |     |     | open",
                "a fix of wave 1 that never got ready  | a@0* wb@1*       | 1 | wb Progressing         |     |     | open",
                "a fix of wave 1, wave 2 broken        | a@0* wb@1* wc@2= | 1 | wb Degraded, wc Degraded |   |     | open",
                "an unchanged one of the same wave     | a@0* wb@1= wc@1* | 1 | wb Degraded            |     |     | open",
                "an unchanged one of a later wave      | a@0* b@1* wc@2=  | 1 | wc Degraded            |     |     | open",
                "a fix that moves the object later     | a@0* wb@1*       | 1 | wb Missing             |     |     | open",
                "a missing one that the plan creates   | a@0* wb@1+       | 1 | wb Missing             |     |     | open",
                "two waves are fixed at once           | a@0* wb@1* wc@2* | 2 | wc Degraded            |     |     | open",
                "the second fix waits for the first    | a@0* wb@1* wc@2* | 2 | wb Progressing, wc Degraded | |    | 2: wb 1 Progressing",
                "what goes holds nothing               | wa@0- b@1*       | 0 | wa Degraded            |     |     | open",
                // objects that were healthy as recorded, and no longer are
                "proven before                         | wa@0= b@1*       | 0 | wa Progressing         |     | wa  | open",
                "proven before, another step is done   | wa@0= b@0* c@1*  | 1 | wa Degraded            |     | wa  | open",
                "proven, but changed by this plan      | wa@0* b@1*       | 1 | wa Progressing         |     | wa  | 1: wa 0 Progressing",
                "another one is proven                 | wa@0= wb@0= c@1* | 0 | wa Degraded, wb Degraded |   | wa  | 1: wb 0 Degraded, broken",
            })
    void theNextWaveWaitsForLowerWavesAlone(
            String situation,
            String objects,
            int done,
            @Nullable String health,
            @Nullable String failed,
            @Nullable String proven,
            String expected) {
        WaveGate.Observed observed = new WaveGate.Observed(health(health), identities(failed), identities(proven));

        WaveGate.Answer answer = WaveGate.next(plan(objects), done, observed);

        assertThat(text(answer)).as(situation).isEqualTo(expected);
    }

    @Test
    void aFailedWaveNamesWhatLaterWavesWouldHaveApplied() {
        SyncPlan plan = plan("a@0* b@1+ wc@1* wd@2* e@3=");

        assertThat(names(plan.notApplied(0))).containsExactly("a", "b", "wc", "wd");
        assertThat(names(plan.notApplied(1))).containsExactly("b", "wc", "wd");
        assertThat(names(plan.notApplied(3))).containsExactly("wd");
        assertThat(names(plan.notApplied(4))).isEmpty();
        assertThat(names(plan.notApplied(9))).isEmpty();
    }

    private static List<String> names(List<ObjectRef> refs) {
        return refs.stream().map(ObjectRef::name).toList();
    }

    private static String text(WaveGate.Answer answer) {
        return switch (answer) {
            case WaveGate.Answer.Open open -> "open";
            case WaveGate.Answer.Held held ->
                held.wave() + ": "
                        + held.holders().stream().map(WaveGateTest::text).collect(Collectors.joining(", "))
                        + (held.isBroken() ? ", broken" : "");
        };
    }

    private static String text(WaveGate.Holder holder) {
        return holder.ref().name() + " " + holder.wave() + " "
                + holder.health().map(Health::toString).orElse("not applied");
    }

    private static Map<String, Health> health(@Nullable String text) {
        Map<String, Health> health = new HashMap<>();
        for (String one : words(text, ", ")) {
            String[] parts = one.split(" ");
            health.put(identity(parts[0]), Health.valueOf(parts[1]));
        }
        return health;
    }

    private static Set<String> identities(@Nullable String text) {
        return words(text, " ").stream().map(WaveGateTest::identity).collect(Collectors.toSet());
    }

    private static List<String> words(@Nullable String text, String separator) {
        return text == null ? List.of() : List.of(text.split(separator));
    }

    private static String identity(String name) {
        return manifest(name, 0, 1).ref().identity();
    }

    private static SyncPlan plan(String objects) {
        List<Manifest> desired = new ArrayList<>();
        List<Recorded> recorded = new ArrayList<>();
        Map<String, Live> live = new HashMap<>();
        for (String object : objects.split(" ")) {
            String[] parts = object.split("@");
            int wave = Integer.parseInt(parts[1].substring(0, parts[1].length() - 1));
            Manifest manifest = manifest(parts[0], wave, 2);
            char mark = object.charAt(object.length() - 1);
            if (mark != '-') {
                desired.add(manifest);
            }
            switch (mark) {
                case '=' -> recorded.add(new Recorded(manifest.ref(), "uid", manifest.hash()));
                case '*', '-' -> recorded.add(new Recorded(manifest.ref(), "uid", "before"));
                case '!' -> live.put(manifest.ref().identity(), new Live.Claimed("c/ns/other"));
                default -> assertThat(mark).isEqualTo('+');
            }
        }
        return SyncPlanner.plan(new PlanInput(
                REVISION, new Manifests(desired, List.of()), recorded, live, Set.of(), true, Optional.empty()));
    }

    private static Manifest manifest(String name, int wave, int version) {
        String kind =
                name.startsWith("w") ? "apiVersion: apps/v1, kind: Deployment" : "apiVersion: v1, kind: ConfigMap";
        return ManifestReader.read(
                        name + ".yaml",
                        "{%s, metadata: {name: %s, namespace: shop, annotations: {millrace.dev/wave: '%d'}}, data: {v: '%d'}}"
                                .formatted(kind, name, wave, version))
                .objects()
                .getFirst();
    }
}
