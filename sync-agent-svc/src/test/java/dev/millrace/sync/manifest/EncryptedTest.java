package dev.millrace.sync.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that only point to their content, or whose content is encrypted. */
class EncryptedTest {
    private static final String CIPHER = "ENC[AES256_GCM,data:Zm9v,iv:YmFy,tag:YmF6,type:str]";
    private static final String POINTER =
            "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n";
    private static final String SECRET = "{apiVersion: v1, kind: Secret, metadata: {name: pw}";
    private static final String GOOD = "\n---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: good}}\n";

    private static Stream<Arguments> encrypted() {
        return Stream.of(
                Arguments.of(
                        "stringData",
                        SECRET + ", stringData: {p: '" + CIPHER + "'}, sops: {mac: x}}",
                        "Secret pw: encrypted"),
                Arguments.of(
                        "data",
                        SECRET + ", data: {p: '" + CIPHER + "'}, sops: {version: 3.8.1}}",
                        "Secret pw: encrypted"),
                Arguments.of("nothing but metadata", SECRET + ", sops: {version: 3.8.1}}", "Secret pw: encrypted"),
                Arguments.of(
                        "without metadata",
                        SECRET + ", stringData: {p: '" + CIPHER + "'}}",
                        "Secret pw: stringData.p: encrypted"),
                Arguments.of(
                        "in Base64",
                        SECRET + ", data: {p: RU5DW0FFUzI1Nl9HQ00sZGF0YTpabTl2XQ==}}",
                        "Secret pw: data.p: encrypted"),
                Arguments.of(
                        "a ConfigMap",
                        "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {f: \"a: " + CIPHER + "\\n\"}}",
                        "ConfigMap c: data.f: encrypted"),
                Arguments.of(
                        "in a list",
                        "{apiVersion: x.example/v1, kind: Thing, metadata: {name: c}, spec: {a: [{b: '" + CIPHER
                                + "'}]}}",
                        "Thing c: spec.a[0].b: encrypted"),
                Arguments.of(
                        "a binary file", "{\"data\": \"" + CIPHER + "\", \"sops\": {\"mac\": \"x\"}}", "encrypted"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("encrypted")
    void whatSopsEncryptedIsRefusedAlone(String name, String text, String expected) {
        Manifests read = ManifestReader.read("s.yaml", text + GOOD);

        assertThat(read.objects()).extracting(m -> m.ref().name()).containsExactly("good");
        assertThat(read.unreadable()).singleElement().satisfies(one -> assertThat(one.toString())
                .startsWith("s.yaml:1: " + expected + " by SOPS, which is not supported yet")
                .doesNotContain("ENC["));
    }

    @Test
    void anOperatorThatDecryptsGetsItsObjects() {
        String text = "{apiVersion: isindir.github.com/v1alpha3, kind: SopsSecret, metadata: {name: s}, spec: {a: '"
                + CIPHER + "'}, sops: {mac: x}}";

        assertThat(ManifestReader.read("s.yaml", text).objects()).hasSize(1);
    }

    @Test
    void aTextThatSpeaksOfItIsTaken() {
        String text =
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {a: 'values look like ENC[…]', sops: x}}";

        assertThat(ManifestReader.read("s.yaml", text).objects()).hasSize(1);
    }

    @Test
    void aPointerOfGitLfsIsRefusedAsWhatItIs() {
        assertThat(ManifestReader.read("big.yaml", POINTER).unreadable())
                .singleElement()
                .satisfies(one -> assertThat(one.toString())
                        .startsWith("big.yaml:1: a Git LFS pointer: the repository holds only the pointer"));
    }

    @Test
    void aPointerThatGotIntoAnObjectIsRefusedThere() {
        String text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  f: |\n    "
                + POINTER.strip().replace("\n", "\n    ") + "\n";

        assertThat(ManifestReader.read("c.yaml", text).unreadable())
                .singleElement()
                .satisfies(one ->
                        assertThat(one.toString()).startsWith("c.yaml:5: ConfigMap c: data.f: a Git LFS pointer"));
    }
}
