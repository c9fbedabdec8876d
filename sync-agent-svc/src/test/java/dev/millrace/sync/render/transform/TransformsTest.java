package dev.millrace.sync.render.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cluster.application.Application;
import dev.millrace.cluster.application.ApplicationSpec;
import dev.millrace.sync.manifest.Content;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.ManifestReader;
import dev.millrace.sync.manifest.Manifests;
import dev.millrace.sync.manifest.Unreadable;
import dev.millrace.sync.manifest.yaml.Scalars;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TransformsTest {
    private static final String WEB = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, labels: {tier: front}}
            spec:
              replicas: 1
              template:
                spec:
                  initContainers: [{name: init, image: "shop/tool@sha256:11"}]
                  containers:
                    - name: main
                      image: registry:5000/shop/web:1
                      env: [{name: A, value: a}, {name: B, value: b}]
                      ports: [{containerPort: 80}, {containerPort: 80, protocol: UDP}]
                  tolerations: [{key: x}]
            """;

    private static ApplicationSpec spec(String transform, String destination) {
        return new KubernetesSerialization()
                .unmarshal(
                        "spec:\n  source: {repository: 'https://h.example.com/c'}\n  destination: " + destination
                                + "\n  transform:\n" + transform.indent(4),
                        Application.class)
                .getSpec();
    }

    private static Manifests apply(String transform, String text) throws Transforms.Unfit {
        return Transforms.of(spec(transform, "{namespace: shop}"), Scalars.AS_WRITTEN)
                .apply(ManifestReader.read("web.yaml", text));
    }

    private static Map<String, Object> only(Manifests manifests) {
        assertThat(manifests.unreadable()).isEmpty();
        return manifests.objects().getFirst().content();
    }

    private static String patched(String patch) throws Transforms.Unfit {
        Map<String, Object> content =
                only(apply("patches:\n  - patch: |\n" + patch.indent(6) + "    target: {kind: Deployment}\n", WEB));
        return String.valueOf(Content.at(content, "spec"));
    }

    @Test
    void aStrategicMergePatchMergesListsByTheirKeys() throws Transforms.Unfit {
        String spec = patched("""
                spec:
                  replicas: 3
                  template:
                    spec:
                      initContainers: [{name: init, $patch: delete}]
                      containers:
                        - name: main
                          env: [{name: B, value: other}, {name: C, value: c}, {name: A, $patch: delete}]
                          ports: [{containerPort: 80, name: http}]
                        - {name: sidecar, image: s}
                      tolerations: [{key: y}]
                """);

        assertThat(spec)
                .isEqualTo(
                        "{replicas=3, template={spec={initContainers=[], containers=[{name=sidecar, image=s}, "
                                + "{name=main, image=registry:5000/shop/web:1, env=[{name=C, value=c}, {name=B, value=other}], "
                                + "ports=[{containerPort=80, name=http}, {containerPort=80, protocol=UDP}]}], tolerations=[{key=y}]}}}");
    }

    @Test
    void aPatchCanRemoveAndReplace() throws Transforms.Unfit {
        assertThat(patched("spec: {replicas: null, template: {spec: {$patch: replace, containers: []}}}"))
                .isEqualTo("{template={spec={containers=[]}}}");
        assertThat(apply("patches: [{patch: '{$patch: delete}', target: {name: we.}}]", WEB)
                        .objects())
                .isEmpty();
    }

    @Test
    void listsOfOtherKindsAreReplaced() throws Transforms.Unfit {
        String custom =
                "{apiVersion: x.example.com/v1, kind: Thing, metadata: {name: t}, spec: {containers: [{name: a, x: 1}]}}";

        Map<String, Object> content =
                only(apply("patches: [{patch: '{spec: {containers: [{name: a}]}}', target: {kind: Thing}}]", custom));

        assertThat(content.get("spec")).hasToString("{containers=[{name=a}]}");
    }

    @Test
    void aJsonPatchChangesWhatItPointsTo() throws Transforms.Unfit {
        assertThat(patched("""
                        - {op: replace, path: /spec/replicas, value: 5}
                        - {op: remove, path: /spec/template/spec/initContainers}
                        - {op: add, path: /spec/template/spec/containers/0/env/-, value: {name: C, value: c}}
                        - {op: test, path: /metadata/name, value: web}
                        """))
                .startsWith("{replicas=5, template={spec={containers=[{name=main")
                .contains("{name=C, value=c}");
    }

    @Test
    void anOperationThatDoesNotFitFailsThatObjectAloneAndTellsNoValue() throws Transforms.Unfit {
        String other = "\n---\n{apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {p: hunter2}}\n";

        Manifests changed = apply(
                "patches: [{patch: '[{op: test, path: /data/p, value: x}]', target: {kind: Secret}}]", WEB + other);

        assertThat(changed.objects()).extracting(m -> m.ref().name()).containsExactly("web");
        assertThat(changed.unreadable())
                .extracting(Unreadable::toString)
                .containsExactly("web.yaml:17: spec.transform.patches[0]: the operation test /data/p doesn't fit");
    }

    @Test
    void aPatchCanNotMakeAnotherObjectOfOne() throws Transforms.Unfit {
        Manifests changed = apply(
                "patches: [{patch: '[{op: replace, path: /metadata/name, value: x}]', target: {name: web}}]", WEB);

        assertThat(changed.unreadable().getFirst().reason()).contains("it makes another object of Deployment");
    }

    @Test
    void copiesOfCopiesAreStopped() throws Transforms.Unfit {
        String bomb = "{op: copy, from: /spec, path: /spec/x%d},";
        StringBuilder operations = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            operations.append(bomb.formatted(i));
        }

        Manifests changed = apply("patches: [{patch: '[" + operations + "]', target: {name: web}}]", WEB);

        assertThat(changed.unreadable().getFirst().reason()).contains("it makes more than 300000 values of an object");
    }

    @Test
    void aPatchThatNamesItsObjectNeedsItThere() throws Transforms.Unfit {
        String patch =
                "patches: [{patch: '{apiVersion: apps/v1, kind: Deployment, metadata: {name: %s}, spec: {replicas: 9}}'}]";

        assertThat(Content.at(only(apply(patch.formatted("web"), WEB)), "spec", "replicas"))
                .isEqualTo(9L);
        assertThat(apply(patch.formatted("gone"), WEB).unreadable())
                .extracting(Unreadable::toString)
                .containsExactly("spec.transform.patches[0]: the object that it names isn't there");
    }

    @Test
    void targetsAreFoundByExpressionAndLabels() throws Transforms.Unfit {
        String text =
                WEB + "---\n{apiVersion: v1, kind: Service, metadata: {name: web-2, labels: {tier: back, a: b}}}\n";

        assertThat(marked("{labelSelector: 'tier in (back,x),a=b,!c,tier!=front'}", text))
                .containsExactly("web-2");
        assertThat(marked("{name: 'web.*'}", text)).containsExactly("web", "web-2");
        assertThat(marked("{name: web}", text)).containsExactly("web");
        assertThat(marked("{group: apps, version: v1}", text)).containsExactly("web");
        assertThat(marked("{labelSelector: tier}", text)).containsExactly("web", "web-2");
        assertThat(marked("{labelSelector: 'tier notin (front)'}", text)).containsExactly("web-2");
    }

    private static List<String> marked(String target, String text) throws Transforms.Unfit {
        return apply("patches: [{patch: '{metadata: {annotations: {mark: x}}}', target: " + target + "}]", text)
                .objects()
                .stream()
                .filter(m -> Content.at(m.content(), "metadata", "annotations", "mark") != null)
                .map(m -> m.ref().name())
                .toList();
    }

    @Test
    void whatIsNoPatchIsSaidWithItsField() {
        assertThatThrownBy(() -> apply("patches: [{patch: '{', target: {}}]", WEB))
                .isInstanceOfSatisfying(
                        Transforms.Unfit.class, e -> assertThat(e.where()).isEqualTo("spec.transform.patches[0]"))
                .hasMessageStartingWith("not valid YAML");
        assertThatThrownBy(() -> apply("patches: [{patch: '[{op: x}]'}]", WEB))
                .hasMessage("a JSON patch needs a target");
        assertThatThrownBy(() -> apply("patches: [{patch: '{}', target: {name: '('}}]", WEB))
                .hasMessage(
                        "its target has no valid regular expression: not a regular expression in the syntax of RE2");
        assertThatThrownBy(() -> apply("patches: [{patch: '{}', target: {labelSelector: 'a=b=c'}}]", WEB))
                .hasMessage("no label selector");
    }

    @Test
    void imagesLabelsAndAnnotationsAreSet() throws Transforms.Unfit {
        Map<String, Object> content = only(apply("""
                images:
                  - {name: registry:5000/shop/web, newTag: "2"}
                  - {name: shop/tool, newName: mirror/tool, digest: "sha256:22"}
                labels: {team: shop}
                annotations: {note: n}
                """, WEB));

        assertThat(Manifest.imagesIn(content)).containsExactly("mirror/tool@sha256:22", "registry:5000/shop/web:2");
        assertThat(content.get("metadata"))
                .hasToString("{name=web, labels={tier=front, team=shop}, annotations={note=n}}");
    }

    @Test
    void allGoToOneNamespaceWithWhatPointsToThem() throws Transforms.Unfit {
        String text = """
                {apiVersion: v1, kind: ServiceAccount, metadata: {name: web, namespace: old}}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: b}
                subjects: [{kind: ServiceAccount, name: web, namespace: old}, {kind: ServiceAccount, name: other, namespace: old}]
                ---
                {apiVersion: v1, kind: Service, metadata: {name: hook}}
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingWebhookConfiguration
                metadata: {name: v}
                webhooks: [{name: a, clientConfig: {service: {name: hook, namespace: old}}}]
                """;

        List<Manifest> moved = Transforms.of(spec("labels: {}", "{namespace: new, override: true}"), Scalars.AS_WRITTEN)
                .apply(ManifestReader.read("a.yaml", text))
                .objects();

        assertThat(moved).allMatch(m -> m.ref().namespace().orElse("").equals("new"));
        assertThat(moved.get(1).content().get("subjects"))
                .hasToString(
                        "[{kind=ServiceAccount, name=web, namespace=new}, {kind=ServiceAccount, name=other, namespace=old}]");
        assertThat(String.valueOf(moved.get(3).content().get("webhooks"))).contains("namespace=new");
        assertThat(moved).extracting(m -> m.origin().line()).containsExactly(1, 3, 8, 10);
    }
}
