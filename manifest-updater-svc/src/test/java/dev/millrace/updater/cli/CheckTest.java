package dev.millrace.updater.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** The check of policies before they are merged. */
class CheckTest {
    private static final String WEB = "  - {name: web, image: reg.example/shop/web, paths: [web/]}\n";
    private static final String KUSTOMIZATION = "images:\n  - name: reg.example/shop/web\n    newTag: 1.0.0\n";

    @TempDir
    private Path checkout = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();

    @Test
    void policiesWithTheirPlacesAreFine() throws IOException {
        policies(WEB);
        file("web/kustomization.yaml", KUSTOMIZATION);

        int status = check();

        assertThat(status).as(text()).isZero();
        assertThat(text()).isEqualTo("""
                web writes web/kustomization.yaml:3: tag in images[0].newTag, now 1.0.0
                policies: 1, places: 1, mistakes: 0
                """);
        assertThat(err.toString()).isEmpty();
    }

    static final List<Arguments> FILES = List.of(
            arguments(
                    "policies:\n- {name: a b, imag: x}\n- {name: ok, image: UP, paths: [/etc], digest: perhaps}\n",
                    """
                    2:3: needs 'image'
                    2:10: 'name'
                    2:15: unknown key 'imag'
                    3:21: 'image'
                    3:33: 'paths'
                    3:48: true or false"""),
            arguments(
                    "policies:\n- name: a\n  image: r.x/a\n  places: [nothing, {path: a, values: {}}, {regex: '('}]\n",
                    """
                    4:12: kustomize, containers
                    4:21: exactly one
                    4:52: regular expression"""),
            arguments(
                    "policies:\n- name: a\n  image: r.x/a\n  select: {semver: x1}\n  look: 1y\n  tags: {extract: $1}\n",
                    """
                    4:20: not a range
                    5:9: duration
                    6:9: needs 'pattern'"""),
            arguments(
                    "policies:\n- {name: a, image: r.x/a}\n- {name: a, image: r.x/b}\n- {image: r.x/c}\n- {name: d}\n",
                    """
                    3:3: defined twice
                    4:3: needs 'name'
                    5:3: needs 'image'"""),
            arguments(
                    "environments:\n  one: {applications: [a]}\n  two: {}\npolicies:\n- {name: a, image: r.x/a, environment: one}\n- {name: b, image: r.x/b, environment: tow}\n",
                    """
                    2:24: 'applications'
                    3:8: needs 'applications'
                    6:40: unknown environment tow"""),
            arguments(
                    "delivery: {mode: fast, colour: red}\ngroups: {g: {author: x}}\nextra: 1\npolicies:\n- {name: a, image: r.x/a, after: {environment: s, healthy: long}, gates: {perDay: 0}}\n",
                    """
                    1:18: one of
                    1:24: unknown key 'colour'
                    2:22: 'author'
                    3:1: unknown key 'extra'
                    5:60: duration
                    5:83: 1 to 9999"""),
            arguments(
                    "policies:\n- &a {name: a, image: r.x/a, digest: maybe}\n- *a\n",
                    "2:3: defined twice\n2:38: true or false"),
            arguments("policies: {}\n", "1:11: must be a list"),
            arguments("policies: [\n", "2:1: not YAML"),
            arguments("[]\n", "1:1: mapping"),
            arguments("", "1:1: empty"));

    @ParameterizedTest
    @FieldSource("FILES")
    void allMistakesOfTheFileAreReportedAtOnce(String updates, String mistakes) throws IOException {
        file(".millrace/updates.yaml", updates);

        int status = check();

        assertThat(status).isEqualTo(1);
        List<String> lines = text().lines().toList();
        List<String> expected = mistakes.lines().toList();
        assertThat(lines).as(text()).hasSizeGreaterThanOrEqualTo(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            String[] parts = expected.get(i).split(": ", 2);
            assertThat(lines.get(i))
                    .startsWith(".millrace/updates.yaml:" + parts[0] + ": ")
                    .contains(parts[1]);
        }
    }

    static final List<Arguments> REPOSITORIES = List.of(
            arguments(WEB, "web/x.yaml", "a: 1\n", ".millrace/updates.yaml:2:5: policy web: no place found"),
            arguments(
                    WEB.replace("web/]", "wbe/]"),
                    "web/kustomization.yaml",
                    KUSTOMIZATION,
                    ".millrace/updates.yaml:2:5: policy web: no file matches the path wbe/"),
            arguments(
                    WEB,
                    "web/a.yaml",
                    "x:\n  image: reg.example/shop/web:1 # {\"$imagepolicy\": \"wbe\"}\n",
                    "web/a.yaml:2:3: "),
            arguments(
                    WEB,
                    "other/a.yaml",
                    "image: reg.example/shop/web:1 # {\"$imagepolicy\": \"web\"}\n",
                    "other/a.yaml:1:1: the marker names the policy web, whose paths"),
            arguments(
                    WEB,
                    "web/kustomization.yaml",
                    "images:\n  - name: reg.example/shop/web\n",
                    "web/kustomization.yaml:2:3: the entry for reg.example/shop/web has neither"),
            arguments(
                    WEB.replace("paths", "onFailure: revert, paths"),
                    "web/kustomization.yaml",
                    KUSTOMIZATION,
                    ".millrace/updates.yaml:2:5: policy web: 'onFailure: revert' has no effect"),
            arguments(
                    WEB.replace("paths", "verify: {cosign: keys/cosign.pub}, paths"),
                    "web/kustomization.yaml",
                    KUSTOMIZATION,
                    ".millrace/updates.yaml:2:54: policy web: 'cosign': no key file keys/cosign.pub"),
            arguments(
                    WEB.replace("paths", "tags: {pattern: 'v(.*)', extract: $name}, paths"),
                    "web/kustomization.yaml",
                    KUSTOMIZATION,
                    ".millrace/updates.yaml:2:80: policy web: 'extract': the pattern has no group"),
            arguments(
                    WEB + "delivery:\n  message: 'Update {nothing}'\n",
                    "web/kustomization.yaml",
                    KUSTOMIZATION,
                    ".millrace/updates.yaml:4:3: 'message': the template fails"),
            arguments(
                    WEB + "groups:\n  images:\n    request: {title: '{#if'}\n",
                    "web/kustomization.yaml",
                    KUSTOMIZATION,
                    ".millrace/updates.yaml:5:5: 'title': the template fails"));

    @ParameterizedTest
    @FieldSource("REPOSITORIES")
    void aPolicyThatDoesNotWorkInItsRepositoryIsAMistake(String updates, String path, String text, String mistake)
            throws IOException {
        policies(updates);
        file(path, text);

        int status = check();

        assertThat(status).as(text()).isEqualTo(1);
        assertThat(text().lines()).anySatisfy(line -> assertThat(line).startsWith(mistake));
    }

    @Test
    void aProgramReadsTheReportAsJson() throws IOException {
        policies(WEB + "  - {name: api, image: reg.example/shop/api, paths: [web/]}\n");
        file("web/kustomization.yaml", KUSTOMIZATION);

        int status = check("--output", "json");

        JsonNode report = new ObjectMapper().readTree(out.toByteArray());
        assertThat(status).isEqualTo(1);
        assertThat(report.at("/policies").intValue()).isEqualTo(2);
        assertThat(report.at("/mistakes/0/file").textValue()).isEqualTo(".millrace/updates.yaml");
        assertThat(report.at("/mistakes/0/line").intValue()).isEqualTo(3);
        assertThat(report.at("/places/0/policy").textValue()).isEqualTo("web");
        assertThat(report.at("/places/0/value").textValue()).isEqualTo("1.0.0");
    }

    @Test
    void annotationsOfAPullRequestNeedNoEscapeOfTheirAuthor() throws IOException {
        policies(WEB);
        file("web/a,b:c.yaml", "a: 1 # {\"$imagepolicy\": \"100%\"}\n");

        int status = check("--output", "github");

        assertThat(status).isEqualTo(1);
        assertThat(text())
                .contains("::error file=web/a%2Cb%3Ac.yaml,line=1,col=1,title=Update policies::")
                .contains("100%25");
    }

    @Test
    void aDirectoryWithoutPoliciesCannotBeChecked() throws IOException {
        assertThat(check()).isEqualTo(2);
        assertThat(err.toString()).contains("no .millrace/updates.yaml", "--checkout");
        assertThat(check("--output", "xml")).isEqualTo(2);
        assertThat(out.size()).isZero();
    }

    @Test
    void aLargeFileIsNotRead() throws IOException {
        policies(WEB);
        file("web/kustomization.yaml", KUSTOMIZATION);
        file("web/large.yaml", "a: 1 # {\"$imagepolicy\": \"nobody\"}\n" + "#".repeat(5 << 20));

        assertThat(check()).as(text()).isZero();
    }

    private int check(String... options) {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "check";
        arguments[1] = "--checkout";
        arguments[2] = checkout.toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        return Commands.run(out, new PrintWriter(err, true), arguments);
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private void policies(String list) throws IOException {
        file(".millrace/updates.yaml", "policies:\n" + list);
    }

    private void file(String path, String text) throws IOException {
        Path file = checkout.resolve(path);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, text);
    }
}
