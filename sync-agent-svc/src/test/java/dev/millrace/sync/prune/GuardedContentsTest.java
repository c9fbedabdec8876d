package dev.millrace.sync.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.apply.CannedServer;
import dev.millrace.sync.apply.Claim;
import dev.millrace.sync.apply.ClusterUnavailable;
import dev.millrace.sync.apply.KindUnavailable;
import dev.millrace.sync.plan.Operation;
import dev.millrace.sync.plan.object.Confirmation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The objects that would be deleted together with a definition of a kind, or with a namespace. */
class GuardedContentsTest {
    private static final String OURS = ", \"annotations\": {\"millrace.dev/application-uid\": \"ours\"}";
    private static final String THINGS = "GET /apis/x.example/v1/things?limit=50&continue=";
    private static final String VERSIONS = "[{name: v1, served: true, storage: true}]";

    private final CannedServer server = new CannedServer();
    private final DefinitionContents definitions = new DefinitionContents(server.client());
    private final NamespaceContents namespaces = new NamespaceContents(server.client(), server.objects());

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aDefinitionWithoutObjectsHoldsNothing() {
        server.answer(THINGS, 200, list(""));

        assertThat(definitions.othersOf(definition(VERSIONS), removals("a"))).isEmpty();
    }

    @Test
    void objectsThatGoAnywayDoNotCountAndTheFirstOtherIsNamedWithoutReadingOn() {
        server.answer(THINGS, 200, list("token/1", "a" + OURS, "b" + OURS))
                .answer(THINGS + "token%2F1", 200, list("more", "a" + OURS, "c", "d"));

        assertThat(definitions.othersOf(definition(VERSIONS), removals("a", "b")))
                .contains("Thing shop/c");
        assertThat(server.requests()).containsExactly(THINGS, THINGS + "token%2F1");
    }

    @Test
    void allPagesAreRead() {
        server.answer(THINGS, 200, list("2", "a" + OURS))
                .answer(THINGS + "2", 200, list("3", "b" + OURS))
                .answer(THINGS + "3", 200, list(""));

        assertThat(definitions.othersOf(definition(VERSIONS), removals("a", "b")))
                .isEmpty();
        assertThat(server.requests()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{name: v1beta1, served: true, storage: false}, {name: v1, served: true, storage: true}] | v1",
                "[{name: v1beta1, served: true, storage: false}, {name: v1, served: false, storage: true}] | v1beta1",
                "[{name: v2, served: false}, {name: v3, served: true}] | v3"
            })
    void objectsAreListedInTheStoredVersionIfItIsServed(String versions, String version) {
        server.answer(THINGS.replace("/v1/", "/" + version + "/"), 200, list("", "c"));

        assertThat(definitions.othersOf(definition(versions), removals())).contains("Thing shop/c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{name: v1, served: false, storage: true}]", "text", "[{name: v1, served: 'true'}]"})
    void aDefinitionThatIsNotServedMayHoldObjects(String versions) {
        assertThat(definitions.othersOf(definition(versions), removals()))
                .contains("objects that are not listed, since none of its versions is served");
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 500})
    void objectsThatAreNotListedMayBeThere(int code) {
        server.refuse(THINGS, code, "no");

        assertThat(definitions.othersOf(definition(VERSIONS), removals()))
                .contains("objects that are not listed: the API server answers " + code);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 408, 410, 429, 503, 504})
    void anApiServerThatIsBusyDecidesNothing(int code) {
        server.refuse(THINGS, code, "later");

        assertThatThrownBy(() -> definitions.othersOf(definition(VERSIONS), removals()))
                .isInstanceOf(ClusterUnavailable.class)
                .hasMessage("listing the objects of things.x.example: the API server answers " + code);
    }

    private void serveNamespaces() {
        server.answer("GET /apis", 200, """
                {"kind": "APIGroupList", "groups": [
                  {"name": "x.example", "versions": [{"groupVersion": "x.example/v1"}],
                   "preferredVersion": {"groupVersion": "x.example/v1"}}]}""");
        server.serve("v1", "configmaps ConfigMap", "configmaps/status ConfigMap", "events Event", "nodes Node cluster");
        server.serve("x.example/v1", "things Thing");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "nothing at all             | none                                       | none | none",
                "ours that go anyway        | a, \"annotations\": {\"millrace.dev/application-uid\": \"ours\"} | none | none",
                "ours that stay             | z, \"annotations\": {\"millrace.dev/application-uid\": \"ours\"} | none | ConfigMap z",
                "one of others              | other                                      | none | ConfigMap other",
                "one that Kubernetes made   | kube-root-ca.crt                           | none | none",
                "one that another object has | p, \"ownerReferences\": [{\"uid\": \"u\", \"name\": \"o\"}] | none | none",
                "one without owners         | p, \"ownerReferences\": []                 | none | ConfigMap p",
                "one of another group       | none                                       | t    | Thing t",
                "the first of several       | other                                      | t    | ConfigMap other",
            })
    void theFirstObjectOfOthersInANamespaceIsNamed(String situation, String map, String thing, String expected) {
        serveNamespaces();
        server.answer("GET /api/v1/namespaces/shop/configmaps", 200, items(map));
        server.answer("GET /apis/x.example/v1/namespaces/shop/things", 200, items(thing));

        Optional<String> other = namespaces.othersIn("shop", removals("a"));

        assertThat(other).as(situation).isEqualTo(Optional.of(expected).filter(text -> !text.equals("none")));
        assertThat(server.requests()).noneMatch(request -> request.contains("events") || request.contains("nodes"));
    }

    @Test
    void aKindThatCanNotBeListedMayHoldObjectsUnlessOthersAreFoundFirst() {
        serveNamespaces();
        server.refuse("GET /api/v1/namespaces/shop/configmaps", 403, "forbidden");
        server.answer("GET /apis/x.example/v1/namespaces/shop/things", 200, items("none"))
                .answer("GET /apis/x.example/v1/namespaces/shop/things", 200, items("t"));

        assertThatThrownBy(() -> namespaces.othersIn("shop", removals()))
                .isInstanceOf(KindUnavailable.class)
                .hasMessageStartingWith("listing configmaps in shop: ");
        assertThat(namespaces.othersIn("shop", removals())).contains("Thing t");
    }

    private static Removals removals(String... going) {
        return Removals.of(
                new Claim(ApplicationId.parse("prod/shop/web"), "ours"),
                List.of(going).stream()
                        .flatMap(name -> List.of(
                                new ObjectRef("x.example/v1", "Thing", Optional.of("shop"), name),
                                new ObjectRef("v1", "ConfigMap", Optional.of("shop"), name))
                                .stream())
                        .map(ref -> new Operation.Prune(ref, "uid"))
                        .toList(),
                new Confirmation(new CommitId("a".repeat(40)), Optional.empty()));
    }

    private static GenericKubernetesResource definition(String versions) {
        return Serialization.unmarshal(
                "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: things.x.example}\n"
                        + "spec: {group: x.example, names: {plural: things, kind: Thing}, versions: " + versions
                        + "}\n",
                GenericKubernetesResource.class);
    }

    private static String items(String name) {
        return name.equals("none") ? list("") : list("", name);
    }

    /** @param names of the items, with further fields of their metadata */
    private static String list(String next, String... names) {
        List<String> items = List.of(names).stream()
                .map(name -> {
                    int comma = name.indexOf(',');
                    String bare = comma < 0 ? name : name.substring(0, comma);
                    return "{\"metadata\": {\"name\": \"%s\", \"namespace\": \"shop\"%s}}"
                            .formatted(bare, comma < 0 ? "" : name.substring(comma));
                })
                .toList();
        return "{\"kind\": \"List\", \"apiVersion\": \"v1\", \"metadata\": {\"continue\": \"%s\"}, \"items\": [%s]}"
                .formatted(next, String.join(", ", items));
    }
}
