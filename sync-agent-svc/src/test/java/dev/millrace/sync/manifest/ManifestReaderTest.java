package dev.millrace.sync.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestReaderTest {

    @Test
    void saysForEachObjectWhereItStands() {
        String text = """
                # a comment
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: first}
                ---
                # another

                apiVersion: v1
                kind: ConfigMap
                metadata: {name: second, namespace: shop}
                """;

        Manifests read = ManifestReader.read("apps/web.yaml", text);

        assertThat(read.unreadable()).isEmpty();
        assertThat(read.objects())
                .extracting(m -> m.ref().name() + " " + m.origin())
                .containsExactly("first apps/web.yaml:2", "second apps/web.yaml:8");
    }

    @Test
    void aBadDocumentFailsAlone() {
        String text = """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: good}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: bad
                data: [
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: good-too}
                """;

        Manifests read = ManifestReader.read("web.yaml", text);

        assertThat(read.objects()).extracting(m -> m.ref().name()).containsExactly("good", "good-too");
        assertThat(read.unreadable()).singleElement().satisfies(u -> {
            assertThat(u.origin().file()).isEqualTo("web.yaml");
            assertThat(u.origin().line()).isBetween(7, 9);
            assertThat(u.reason()).startsWith("not valid YAML: ");
        });
    }

    @Test
    void readsPlainScalarsAsKubectlDoes() {
        String text = """
                apiVersion: shop.example.com/v1
                kind: Basket
                metadata: {name: c}
                data: {mode: 0644, on: yes, off: "yes", text: 1e3x, tag: 1.10, big: 12345678901, date: 2024-06-27, nothing: ~}
                """;

        Map<String, Object> data = Content.map(ManifestReader.read("c.yaml", text)
                .objects()
                .getFirst()
                .content()
                .get("data"));

        assertThat(data.get("mode")).isEqualTo(420L);
        assertThat(data.get("on")).isEqualTo(true);
        assertThat(data.get("off")).isEqualTo("yes");
        assertThat(data.get("text")).isEqualTo("1e3x");
        assertThat(data.get("tag")).isEqualTo(1.1);
        assertThat(data.get("big")).isEqualTo(12345678901L);
        assertThat(data.get("date")).isEqualTo("2024-06-27");
        assertThat(data.get("nothing")).isNull();
    }

    @Test
    void saysWhatIsMissingFromADocumentThatIsNoObject() {
        String text = """
                kind: ConfigMap
                metadata: {name: c}
                ---
                apiVersion: v1
                metadata: {name: c}
                ---
                apiVersion: v1
                kind: ConfigMap
                ---
                apiVersion: v1
                kind: Pod
                metadata: {generateName: p-}
                ---
                - just a list
                """;

        Manifests read = ManifestReader.read("c.yaml", text);

        assertThat(read.objects()).isEmpty();
        assertThat(read.unreadable())
                .extracting(Unreadable::toString)
                .containsExactly(
                        "c.yaml:1: no Kubernetes object: it has no apiVersion",
                        "c.yaml:4: no Kubernetes object: it has no kind",
                        "c.yaml:7: ConfigMap without metadata.name",
                        "c.yaml:10: Pod with generateName: it needs a fixed name",
                        "c.yaml:14: no Kubernetes object: not a mapping");
    }

    @Test
    void takesListsApart() {
        String text = """
                {"apiVersion": "v1", "kind": "List", "items": [
                  {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}},
                  {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "b"}}]}
                """;

        Manifests read = ManifestReader.read("list.json", text);

        assertThat(read.objects()).extracting(m -> m.ref().name()).containsExactly("a", "b");
    }

    @Test
    void aKeyThatStandsTwiceIsAnErrorWithItsLine() {
        String text = """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: a}
                data: {a: "1"}
                data: {a: "2"}
                """;

        Manifests read = ManifestReader.read("c.yaml", text);

        assertThat(read.unreadable()).singleElement().satisfies(u -> {
            assertThat(u.reason()).contains("duplicate key data");
            assertThat(u.origin().line()).isGreaterThan(1);
        });
    }

    @Test
    void givesSecretsTheFormThatIsStored() {
        String text = """
                apiVersion: v1
                kind: Secret
                metadata: {name: s}
                stringData: {password: open}
                data: {user: YQ==}
                """;

        Manifest secret = ManifestReader.read("s.yaml", text).objects().getFirst();

        assertThat(secret.content()).doesNotContainKey("stringData");
        assertThat(secret.content().get("data")).isEqualTo(Map.of("user", "YQ==", "password", "b3Blbg=="));
    }

    @Test
    void aSecretThatIsNoBase64IsRefusedByItsKeyAlone() {
        String text =
                "{apiVersion: v1, kind: Secret, metadata: {name: s}, data: {password: 'open sesame', user: YQ==}}";

        Manifests read = ManifestReader.read("s.yaml", text);

        assertThat(read.objects()).isEmpty();
        assertThat(read.unreadable())
                .singleElement()
                .asString()
                .isEqualTo("s.yaml:1: data.password is not base64; under stringData it may stand as it is");
    }

    @Test
    void theSameObjectHasTheSameHashInWhateverOrderItsKeysStand() {
        Manifest one = ManifestReader.read("a", "{apiVersion: v1, kind: A, metadata: {name: a}, x: {b: 1, c: 2}}")
                .objects()
                .getFirst();
        Manifest other = ManifestReader.read("b", "{x: {c: 2, b: 1}, kind: A, metadata: {name: a}, apiVersion: v1}")
                .objects()
                .getFirst();

        assertThat(one.hash()).isEqualTo(other.hash()).hasSize(64);
    }

    @Test
    void findsTheImagesOfAWorkload() {
        String text = """
                apiVersion: batch/v1
                kind: CronJob
                metadata: {name: j}
                spec:
                  jobTemplate:
                    spec:
                      template:
                        spec:
                          initContainers: [{name: i, image: "r/init:1"}]
                          containers: [{name: a, image: "r/a:1"}, {name: b, image: "r/a:1"}]
                """;

        Manifest job = ManifestReader.read("j.yaml", text).objects().getFirst();

        assertThat(job.images()).containsExactly("r/init:1", "r/a:1");
    }
}
