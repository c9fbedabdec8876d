package dev.millrace.sync.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.manifest.Content;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.ManifestReader;
import dev.millrace.sync.manifest.Manifests;
import dev.millrace.sync.manifest.Unreadable;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cluster serves ConfigMaps in namespaces and Nodes; the group {@code down.example} doesn't answer. The destination is {@code shop}. */
class PlacementTest {
    private static final String DEFINITION = """
            ---
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: a}
            spec: {group: %s, scope: %s, names: {kind: %s}}
            """;

    private final Placement placement = new Placement(PlacementTest::kind);

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                // situation                        | kind                | its own | defined beside it    | namespace
                "no namespace of its own            | v1 ConfigMap        |         |                      | shop",
                "a namespace of its own             | v1 ConfigMap        | other   |                      | other",
                "a cluster-scoped kind              | v1 Node             |         |                      |",
                "a cluster-scoped kind in one       | v1 Node             | other   |                      |",
                "an unknown kind                    | x.example/v1 Thing  |         |                      | shop",
                "an unknown kind in one             | x.example/v1 Thing  | other   |                      | other",
                "defined beside it, namespaced      | x.example/v1 Thing  |         | x.example Namespaced Thing | shop",
                "defined beside it, cluster-scoped  | x.example/v1 Thing  | other   | x.example Cluster Thing |",
                "defined without a scope            | x.example/v1 Thing  |         | x.example '' Thing   |",
                "another group is defined           | x.example/v1 Thing  |         | y.example Cluster Thing | shop",
                "another kind is defined            | x.example/v1 Thing  |         | x.example Cluster Zone | shop",
                "a served kind is defined otherwise | v1 ConfigMap        |         | '' Cluster ConfigMap | shop",
                "the group is down, in one          | down.example/v1 Thing | other |                      | other",
                "the group is down, defined         | down.example/v1 Thing |       | down.example Cluster Thing |",
            })
    void anObjectIsPlacedByItsKind(
            String situation, String kind, @Nullable String own, @Nullable String defined, @Nullable String expected) {
        Manifests placed =
                placement.place(ManifestReader.read("a.yaml", object(kind, own) + definition(defined)), "shop");

        Manifest object = placed.objects().getFirst();
        assertThat(placed.unreadable()).isEmpty();
        assertThat(object.ref().namespace()).as(situation).isEqualTo(Optional.ofNullable(expected));
        assertThat(Content.at(object.content(), "metadata", "namespace")).isEqualTo(expected);
    }

    @Test
    void anObjectWhoseScopeCanNotBeKnownIsPlacedAndReportedSoThatNothingIsPruned() {
        Manifests placed = placement.place(
                ManifestReader.read("a.yaml", object("down.example/v1 Thing", null) + "---\na: ["), "shop");

        assertThat(placed.objects())
                .extracting(Manifest::ref)
                .containsExactly(new ObjectRef("down.example/v1", "Thing", Optional.of("shop"), "a"));
        assertThat(placed.unreadable())
                .extracting(Unreadable::toString)
                .last()
                .isEqualTo("a.yaml:1: it can't be determined whether Thing a belongs into a namespace: reading Thing a:"
                        + " the API group down.example/v1 doesn't answer: its backend is gone");
        assertThat(placed.unreadable()).hasSize(2);
    }

    @Test
    void anApiServerThatIsUnavailablePlacesNothing() {
        Placement unavailable = new Placement(ref -> {
            throw ClusterUnavailable.starting("reading " + ref);
        });

        assertThatThrownBy(() -> unavailable.place(ManifestReader.read("a.yaml", object("v1 Node", null)), "shop"))
                .isInstanceOf(ClusterUnavailable.class)
                .hasMessage("reading Node a: the API server is starting");
    }

    private static Optional<ResourceDefinitionContext> kind(ObjectRef ref) {
        if (ref.group().equals("down.example")) {
            throw KindUnavailable.group(
                    "reading " + ref, ref.apiVersion(), "its backend is gone", new KubernetesClientException("no"));
        }
        return switch (ref.apiVersion() + " " + ref.kind()) {
            case "v1 ConfigMap" -> Optional.of(served(true));
            case "v1 Node" -> Optional.of(served(false));
            default -> Optional.empty();
        };
    }

    private static ResourceDefinitionContext served(boolean namespaced) {
        return new ResourceDefinitionContext.Builder()
                .withGroup("")
                .withVersion("v1")
                .withPlural("any")
                .withKind("Any")
                .withNamespaced(namespaced)
                .build();
    }

    private static String object(String kind, @Nullable String namespace) {
        String[] named = kind.split(" ");
        return "apiVersion: %s\nkind: %s\nmetadata: {name: a%s}\n"
                .formatted(named[0], named[1], namespace == null ? "" : ", namespace: " + namespace);
    }

    private static String definition(@Nullable String defined) {
        return defined == null ? "" : DEFINITION.formatted((Object[]) defined.split(" "));
    }
}
