package dev.millrace.sync.render.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cluster.application.render.ImageSpec;
import dev.millrace.cluster.application.render.PatchTarget;
import dev.millrace.sync.manifest.Content;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.ManifestReader;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The objects that a patch is for, and the images that are replaced. The object is {@code Deployment shop/web} with tier=front and a label k. */
class SelectionOfObjectsTest {
    private static final Manifest WEB = ManifestReader.read(
                    "a.yaml",
                    "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop, labels: {tier: front, k: ''}}}")
            .objects()
            .getFirst();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tier                          | true",
                "other                         | false",
                "!other                        | true",
                "!tier                         | false",
                "! tier                        | false",
                "tier=front                    | true",
                "tier==front                   | true",
                "tier = front                  | true",
                "tier=back                     | false",
                "other=front                   | false",
                "tier!=back                    | true",
                "tier!=front                   | false",
                "other!=front                  | true",
                "k=                            | true",
                "k!=                           | false",
                "tier=                         | false",
                "tier in (front)               | true",
                "tier in (back, front)         | true",
                "tier in (back)                | false",
                "tier in(front)                | true",
                "other in (front)              | false",
                "tier notin (back,x)           | true",
                "tier notin (front)            | false",
                "other notin (front)           | true",
                "tier,k,!other                 | true",
                "tier=front,other              | false",
                "tier in (back,front),k notin (x) | true",
                "'  tier=front , k  '          | true",
            })
    void aSelectorMatchesAsKubectlDoes(String selector, boolean matches) {
        assertThat(LabelSelector.parse(selector).matches(Content.map(Content.at(WEB.content(), "metadata", "labels"))))
                .isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=a",
                "a=b=c",
                "a b",
                "a,,b",
                ",",
                "a in b",
                "a in (b",
                "a in",
                "a => b",
                "a=b c",
                "(a)",
                "!",
                "!!a",
                "!a=b",
                "!a in (b)",
                "a=\u00e4"
            })
    void anyOtherTextIsNoSelector(String selector) {
        assertThatThrownBy(() -> LabelSelector.parse(selector))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no label selector");
    }

    static final List<Arguments> TARGETS = List.of(
            row("nothing", target(null, null, null, null, null), true),
            row("the group", target("apps", null, null, null, null), true),
            row("the core group", target("", null, null, null, null), false),
            row("the version", target(null, "v1", null, null, null), true),
            row("another version", target(null, "v1beta1", null, null, null), false),
            row("the kind", target(null, null, "Deployment|StatefulSet", null, null), true),
            row("a part of the kind", target(null, null, "Deploy", null, null), false),
            row("the namespace", target(null, null, null, "sh.*", null), true),
            row("no namespace", target(null, null, null, "", null), false),
            row("the name", target(null, null, null, null, "w[a-f]b"), true),
            row("a part of the name", target(null, null, null, null, "we"), false),
            row("all but one", target("apps", "v1", "Deployment", "shop", "db"), false));

    @ParameterizedTest(name = "{0}")
    @FieldSource("TARGETS")
    void allConditionsOfATargetMatchAsAWhole(String situation, PatchTarget target, boolean matches) {
        assertThat(ObjectSelector.of(target).matches(WEB)).isEqualTo(matches);
    }

    private static PatchTarget target(
            @Nullable String group,
            @Nullable String version,
            @Nullable String kind,
            @Nullable String namespace,
            @Nullable String name) {
        return new PatchTarget(group, version, kind, namespace, name, null);
    }

    static final List<Arguments> NAMED = List.of(
            row("its kind and name", "Deployment", "apps/v1", "web", null, true),
            row("in another version", "Deployment", "apps/v1beta2", "web", null, true),
            row("in its namespace", "Deployment", "apps/v1", "web", "shop", true),
            row("without a version", "Deployment", null, "web", null, true),
            row("in another group", "Deployment", "x.example/v1", "web", null, false),
            row("in the core group", "Deployment", "v1", "web", null, false),
            row("in another namespace", "Deployment", "apps/v1", "web", "other", false),
            row("with another name", "Deployment", "apps/v1", "w.*", null, false),
            row("with another kind", "StatefulSet", "apps/v1", "web", null, false));

    @ParameterizedTest(name = "{0}")
    @FieldSource("NAMED")
    void aPatchIsForTheObjectThatItNames(
            String situation,
            String kind,
            @Nullable String apiVersion,
            String name,
            @Nullable String namespace,
            boolean matches) {
        Map<String, Object> metadata =
                namespace == null ? Map.of("name", name) : Map.of("name", name, "namespace", namespace);
        Map<String, Object> patch = apiVersion == null
                ? Map.of("kind", kind, "metadata", metadata)
                : Map.of("kind", kind, "apiVersion", apiVersion, "metadata", metadata);

        assertThat(ObjectSelector.namedBy(patch).matches(WEB)).isEqualTo(matches);
    }

    @Test
    void aPatchThatNamesNothingNeedsATarget() {
        for (Map<String, Object> patch :
                List.<Map<String, Object>>of(Map.of(), Map.of("kind", "A"), Map.of("metadata", Map.of("name", "a")))) {
            assertThatThrownBy(() -> ObjectSelector.namedBy(patch)).hasMessage("it has no target and names no object");
        }
    }

    static final List<Arguments> IMAGES = List.of(
            row("web", image("web", null, "2", null), "web:2"),
            row("web:1", image("web", null, "2", null), "web:2"),
            row("web@sha256:1", image("web", null, "2", null), "web:2"),
            row("web:1@sha256:1", image("web", null, "2", "sha256:2"), "web:2@sha256:2"),
            row("web:1", image("web", null, null, "sha256:2"), "web@sha256:2"),
            row("web:1@sha256:1", image("web", "mirror:5000/web", null, null), "mirror:5000/web:1@sha256:1"),
            row("web", image("web", "other", null, null), "other"),
            row("h:5000/web", image("h:5000/web", null, "2", null), "h:5000/web:2"),
            row("h:5000/web:1", image("h", null, "2", null), "h:5000/web:1"),
            row("a/web:1", image("web", null, "2", null), "a/web:1"),
            row("web-2:1", image("web", null, "2", null), "web-2:1"),
            row("", image("web", null, "2", null), ""));

    @ParameterizedTest(name = "{0}: {2}")
    @FieldSource("IMAGES")
    void anImageIsReplacedByItsWholeName(String image, ImageSpec spec, String expected) {
        Object pod =
                Map.of("spec", List.of(Map.of("ephemeralContainers", List.of(Map.of("image", image, "name", "a")))));

        assertThat(new Images(List.of(spec)).in(pod))
                .isEqualTo(Map.of(
                        "spec",
                        List.of(Map.of("ephemeralContainers", List.of(Map.of("image", expected, "name", "a"))))));
    }

    @Test
    void onlyImagesOfContainersAreReplacedAndOfSeveralRulesTheFirst() {
        Images images = new Images(List.of(image("web", null, "2", null), image("web", null, "3", null)));
        Map<String, Object> content = Map.of(
                "image", "web:1",
                "container", Map.of("image", "web:1"),
                "containers", Map.of("image", "web:1"),
                "initContainers", List.of("web:1", Map.of("image", 1L), Map.of("image", "web:1")));

        assertThat(images.in(content))
                .isEqualTo(Map.of(
                        "image", "web:1",
                        "container", Map.of("image", "web:1"),
                        "containers", Map.of("image", "web:1"),
                        "initContainers", List.of("web:1", Map.of("image", 1L), Map.of("image", "web:2"))));
    }

    private static ImageSpec image(
            String name, @Nullable String newName, @Nullable String newTag, @Nullable String digest) {
        return new ImageSpec(name, newName, newTag, digest);
    }

    private static Arguments row(@Nullable Object... cells) {
        return Arguments.of(cells);
    }
}
