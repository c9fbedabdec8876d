package dev.millrace.sync.lead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.events.value.ObjectRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The annotation is written by agents, and by anyone else who may write annotations. */
class OverrunFormTest {
    private static final ObjectRef SETTINGS = new ObjectRef("v1", "ConfigMap", Optional.of("shop"), "settings");
    private static final ObjectRef WEB = new ObjectRef("apps/v1", "Deployment", Optional.of("shop"), "web");
    private static final ObjectRef SHOP = new ObjectRef("v1", "Namespace", Optional.empty(), "shop");

    static final List<Arguments> ANNOTATIONS = List.of(
            arguments("empty", "", new Overrun("", List.of())),
            arguments("a word", "please", new Overrun("please", List.of())),
            arguments("no object after the mark", "now;", new Overrun("now", List.of())),
            arguments("one object", "now; v1 ConfigMap shop/settings", new Overrun("now", List.of(SETTINGS))),
            arguments("no spaces between", "now;v1 Namespace shop", new Overrun("now", List.of(SHOP))),
            arguments(
                    "several, in the order that is given",
                    "now; v1 Namespace shop,  apps/v1 Deployment shop/web ,v1 ConfigMap shop/settings",
                    new Overrun("now", List.of(SHOP, WEB, SETTINGS))),
            arguments(
                    "what is no object is left out",
                    "now; v1 ConfigMap shop/settings, Deployment, v1 ConfigMap a/b/c, , x",
                    new Overrun("now", List.of(SETTINGS))),
            arguments("more marks", "now; a; v1 Namespace shop", new Overrun("now", List.of())),
            arguments(
                    "a line break is white space",
                    "now;\nv1 ConfigMap shop/settings\n",
                    new Overrun("now", List.of(SETTINGS))));

    @ParameterizedTest(name = "{0}")
    @FieldSource("ANNOTATIONS")
    void anyValueRequestsTheRecheck(String name, String annotation, Overrun overrun) {
        assertThat(Overrun.parse(annotation)).as(name).isEqualTo(overrun);
    }

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsWrittenIsReadAgainWithoutRegardToTheOrder(long seed) {
        Random random = new Random(seed);
        List<ObjectRef> objects = new ArrayList<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            objects.add(new ObjectRef(
                    random.nextBoolean() ? "v1" : "apps/v1",
                    "Kind" + random.nextInt(3),
                    random.nextBoolean() ? Optional.of("shop") : Optional.empty(),
                    "system:object." + random.nextInt(4)));
        }
        Overrun written = new Overrun("2030-01-01T12:00:00Z by host_1", List.of()).and(objects);
        Collections.shuffle(objects, random);

        Overrun read = Overrun.parse(written.toString());

        assertThat(read.asked()).as("seed " + seed).isEqualTo(written.asked());
        assertThat(new HashSet<>(read.objects())).as("seed " + seed).isEqualTo(new HashSet<>(objects));
        assertThat(new Overrun(written.asked(), List.of()).and(objects).toString())
                .as("seed " + seed)
                .isEqualTo(written.toString());
    }
}
