package dev.millrace.sync.render.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.sync.manifest.Content;
import dev.millrace.sync.manifest.ManifestReader;
import dev.millrace.sync.manifest.Manifests;
import dev.millrace.sync.manifest.Unreadable;
import dev.millrace.sync.manifest.yaml.Scalars;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms that Flux documents, with the results of its library. */
class SubstitutionTest {
    private static final Map<String, String> VALUES = Map.of(
            "EMPTY", "",
            "NAME", "abcdEFGH28ij",
            "PATH", "/home/bozo/ideas",
            "FILE", "bash.string.txt",
            "TWICE", "abcABC123ABCabc",
            "NUMBER", "3",
            "YES", "true",
            "SECRET", "hunter2");

    private static String expand(String text) {
        return new Substitution(VALUES).read(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain text|plain text",
                "${NAME}|abcdEFGH28ij",
                "a ${NUMBER} b ${NUMBER}|a 3 b 3",
                "$NAME and $ and $$|$NAME and $ and $$",
                "$${NAME}|${NAME}",
                "text ${NUMBER}$${var$${NUMBER}$NUMBER${NUMBER}|text 3${var${NUMBER}$NUMBER3",
                "${#NAME}|12",
                "${NAME^}|AbcdEFGH28ij",
                "${NAME^^}|ABCDEFGH28IJ",
                "${NAME,}|abcdEFGH28ij",
                "${NAME,,}|abcdefgh28ij",
                "${PATH:6}|bozo/ideas",
                "${PATH:6:4}|bozo",
                "${PATH:-5}|/home/bozo/ideas",
                "${PATH: -5}|ideas",
                "${PATH:1:-6}|home/bozo",
                "${PATH:99}|''",
                "${UNSET:=xyz}|xyz",
                "${UNSET:-xyz}|xyz",
                "${UNSET-xyz}|xyz",
                "${UNSET=xyz}|xyz",
                "${UNSET:=}|''",
                "${EMPTY:=xyz}|xyz",
                "${EMPTY-xyz}|''",
                "${NUMBER:=xyz}|3",
                "${UNSET:=${NUMBER}}|3",
                "${UNSET:=pre${NUMBER}-post}|pre3-post",
                "${UNSET:=${OTHER:-deep}}|deep",
                "${UNSET:=http://a:80/b}|http://a:80/b",
                "${NUMBER:+set}|set",
                "${UNSET:+set}|''",
                "${TWICE/abc/xyz}|xyzABC123ABCabc",
                "${TWICE//abc/xyz}|xyzABC123ABCxyz",
                "${TWICE/#abc/XYZ}|XYZABC123ABCabc",
                "${TWICE/%abc/XYZ}|abcABC123ABCXYZ",
                "${PATH//\\//-}|-home-bozo-ideas",
                "${FILE/./}|bashstring.txt",
                "${FILE#*.}|string.txt",
                "${FILE##*.}|txt",
                "${FILE%.*}|bash.string",
                "${FILE%%.*}|bash",
                "${FILE#nothing}|bash.string.txt",
                "${PATH##*/}|ideas"
            })
    void putsInWhatFluxWould(String text, String expected) {
        assertThat(expand(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${UNSET}",
                "${#UNSET}",
                "${UNSET^^}",
                "${UNSET:1}",
                "${UNSET/a/b}",
                "${UNSET##*/}",
                "${UNSET:?no}"
            })
    void anUnsetVariableIsAnErrorWhateverIsDoneWithIt(String text) {
        assertThatThrownBy(() -> expand(text)).hasMessage("the variable UNSET is not set");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${NAME|a ${ that is not closed",
                "${UNSET:=a|a ${ that is not closed",
                "${}|a ${ that begins no variable ($${ is a plain one)",
                "${{ github.sha }}|a ${ that begins no variable ($${ is a plain one)",
                "${NAME!}|a ${ with what is no form of a variable"
            })
    void whatIsNoVariableIsAnError(String text, String reason) {
        assertThatThrownBy(() -> expand(text))
                .isInstanceOf(Scalars.Unusable.class)
                .hasMessage(reason);
    }

    @Test
    void valuesAreNotLookedThroughAgain() {
        assertThat(new Substitution(Map.of("A", "${B}", "B", "x")).read("${A}")).isEqualTo("${B}");
    }

    @Test
    void aVariableThatWouldUnfoldWithoutEndIsAnError() {
        Scalars scalars = new Substitution(Map.of("A", "x".repeat(500_000)));

        assertThatThrownBy(() -> scalars.read("${A}${A}${A}")).hasMessage("its variables unfold to more than 1 MiB");
        assertThatThrownBy(() -> scalars.read("${B:=".repeat(10_000) + "}".repeat(10_000)))
                .hasMessage("variables nested deeper than 20 levels");
    }

    @Test
    void aPatternThatOthersWouldChokeOnEndsSoon() {
        Scalars scalars = new Substitution(Map.of("A", "a".repeat(20_000) + "b"));

        assertThat(scalars.read("${A%%*a*a*a*a*a*a*a*a*c}")).hasSize(20_001);
    }

    @Test
    void anErrorNamesFileLineAndVariableAndNoValue() {
        String text = """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: c}
                data:
                  a: ${SECRET}
                  script: |
                    echo one
                    echo ${MISSING} ${SECRET}
                """;

        Manifests read = ManifestReader.read("apps/c.yaml", text, new Substitution(VALUES));

        assertThat(read.unreadable())
                .extracting(Unreadable::toString)
                .containsExactly("apps/c.yaml:8: ConfigMap c: the variable MISSING is not set");
    }

    @Test
    void aPlainScalarBecomesWhatItLooksLikeAndAQuotedOneStaysText() {
        String text = """
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: web-${NUMBER}
                  labels:
                    plain: ${NUMBER}
                    quoted: "${YES}"
                spec:
                  replicas: ${NUMBER}
                  paused: ${YES}
                  note: "${NUMBER}"
                  template:
                    spec:
                      containers:
                        - name: main
                          args:
                            - --level
                            - ${NUMBER}
                          env:
                            - name: A
                              value: ${YES}
                """;

        Map<String, Object> content = ManifestReader.read("d.yaml", text, new Substitution(VALUES))
                .objects()
                .getFirst()
                .content();

        assertThat(Content.at(content, "metadata", "name")).isEqualTo("web-3");
        assertThat(Content.at(content, "metadata", "labels")).isEqualTo(Map.of("plain", "3", "quoted", "true"));
        assertThat(Content.at(content, "spec", "replicas")).isEqualTo(3L);
        assertThat(Content.at(content, "spec", "paused")).isEqualTo(true);
        assertThat(Content.at(content, "spec", "note")).isEqualTo("3");
        assertThat(Content.at(content, "spec", "template", "spec", "containers"))
                .hasToString("[{name=main, args=[--level, 3], env=[{name=A, value=true}]}]");
    }

    @Test
    void commentsAndObjectsThatSaySoAreLeftAsTheyAre() {
        String text = """
                # ${UNSET}
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: c, annotations: {kustomize.toolkit.fluxcd.io/substitute: disabled}}
                data: {script: "echo ${UNSET}"}
                """;

        Manifests read = ManifestReader.read("c.yaml", text, new Substitution(VALUES));

        assertThat(Content.at(read.objects().getFirst().content(), "data", "script"))
                .isEqualTo("echo ${UNSET}");
    }

    @Test
    void aValueCanNotAddStructure() {
        String text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  a: '${X}'\n  b: ${X}\n";

        Manifests read = ManifestReader.read("c.yaml", text, new Substitution(Map.of("X", "1}, evil: {x: y")));

        assertThat(read.objects().getFirst().content().get("data"))
                .isEqualTo(Map.of("a", "1}, evil: {x: y", "b", "1}, evil: {x: y"));
    }
}
