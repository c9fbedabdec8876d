package dev.millrace.updater.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** What a dry run edits and reports, for small checkouts. */
class DryRunReportTest {
    private static final String KUSTOMIZATION = "images: [{name: reg.example/shop/web, newTag: 1.0.0}]\n";
    private static final String WEB = "{name: web, image: reg.example/shop/web";
    private static final String IMAGE = "reg.example/shop/web:2.0.1";

    @TempDir
    private Path checkout = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();

    static final List<Arguments> PATHS = List.of(
            arguments("[clusters/a/]", List.of("clusters/a/web/kustomization.yaml")),
            arguments("[./clusters/a/]", List.of("clusters/a/web/kustomization.yaml")),
            arguments(
                    "['clusters/{a,b}/**']",
                    List.of("clusters/a/web/kustomization.yaml", "clusters/b/kustomization.yaml")),
            arguments("[clusters/**, '!clusters/b/**']", List.of("clusters/a/web/kustomization.yaml")),
            arguments("['!clusters/a/']", List.of("clusters/b/kustomization.yaml")),
            arguments("['clusters/[!a]/**']", List.of("clusters/b/kustomization.yaml")));

    @ParameterizedTest(name = "{0}: {1}")
    @FieldSource("PATHS")
    void thePathsOfAPolicyAreFollowed(String paths, List<String> edited) throws IOException {
        policies(WEB + ", paths: " + paths + "}");
        file("clusters/a/web/kustomization.yaml", KUSTOMIZATION);
        file("clusters/b/kustomization.yaml", KUSTOMIZATION);

        int status = update(IMAGE, "--write");

        assertThat(status).isZero();
        assertThat(err.toString().lines())
                .containsExactlyElementsOf(
                        edited.stream().map(path -> "edited " + path).toList());
    }

    static final List<Arguments> NAMES = List.of(
            arguments("acme/web", "docker.io/acme/web:2.0.1", "acme/web"),
            arguments("docker.io/acme/web", "acme/web:2.0.1", "index.docker.io/acme/web"),
            arguments("nginx", "docker.io/library/nginx:2.0.1", "library/nginx"),
            arguments("library/nginx", "nginx:2.0.1", "docker.io/nginx"),
            arguments("index.docker.io/library/nginx", "docker.io/nginx:2.0.1", "nginx"),
            arguments("docker.io/library/nginx", "index.docker.io/nginx:2.0.1", "docker.io/library/nginx"));

    @ParameterizedTest(name = "{0} by {1} in {2}")
    @FieldSource("NAMES")
    void anImageOfDockerHubIsOneInAllItsForms(String policy, String image, String written) throws IOException {
        policies("{name: web, image: " + policy + ", places: [kustomize, containers]}");
        file("kustomization.yaml", "images:\n- name: " + written + "\n  newTag: 1.0.0\n");
        file("deployment.yaml", "containers:\n- image: " + written + ":1.0.0\n");

        int status = update(image, "--write");

        assertThat(status).isZero();
        assertThat(read("kustomization.yaml")).isEqualTo("images:\n- name: " + written + "\n  newTag: 2.0.1\n");
        assertThat(read("deployment.yaml")).isEqualTo("containers:\n- image: " + written + ":2.0.1\n");
    }

    @Test
    void anImageInAShortFormHasAVersionThatIsNotReplacedByAnOlderOne() throws IOException {
        policies("{name: web, image: nginx, select: {semver: '*'}, places: [containers]}");
        file("deployment.yaml", "containers:\n- image: nginx:3.0.0\n");

        assertThat(update("docker.io/library/nginx:2.0.1")).isEqualTo(1);
        assertThat(err.toString()).contains("web ignores docker.io/library/nginx:2.0.1: not-newer-than-present");
    }

    static final List<Arguments> CHARTS = List.of(
            arguments("version: 58.2.0+up3.4.0", "58.2.1_up3.4.1", "version: 58.2.1+up3.4.1"),
            arguments("tag: 58.2.0_up3.4.0", "58.2.1_up3.4.1", "tag: 58.2.1_up3.4.1"),
            arguments("targetRevision: 1.0.0+a", "1.1.0_b", "targetRevision: 1.1.0+b"),
            arguments("version: \"1.0.0+a\"", "1.1.0", "version: \"1.1.0\""),
            arguments("version: 58.2.1+up3.4.1", "58.2.0_up3.4.0", "version: 58.2.1+up3.4.1"));

    @ParameterizedTest(name = "{1} in {0}: {2}")
    @FieldSource("CHARTS")
    void theVersionOfAChartKeepsItsPlus(String before, String tag, String after) throws IOException {
        String marker = " # {\"$imagepolicy\": \"c:tag\"}\n";
        policies("{name: c, image: reg.example/charts/c, select: {semver: '*'}}");
        file("release.yaml", before + marker);

        update("reg.example/charts/c:" + tag, "--write");

        assertThat(read("release.yaml")).isEqualTo(after + marker);
    }

    @Test
    void theChartOfAReleaseGetsAPlus() throws IOException {
        String release = "spec:\n  chart:\n    spec:\n      version: %s # {\"$imagepolicy\": \"c:tag\"}\n";
        policies("{name: c, image: reg.example/charts/c, select: {semver: '*'}}");
        file("release.yaml", release.formatted("1.0.0"));

        update("reg.example/charts/c:1.1.0_up2", "--write");

        assertThat(read("release.yaml")).isEqualTo(release.formatted("1.1.0+up2"));
    }

    static final List<Arguments> REPORTS = List.of(
            arguments(
                    WEB + ", places: [{path: backend.env.0.value}]}",
                    Map.of("v.yaml", "backend: {env: [{name: TAG, value: 1.0.0}]}\n"),
                    "policy web: no place found in the repository"),
            arguments(
                    WEB + ", paths: [app/**]}",
                    Map.of("apps/kustomization.yaml", KUSTOMIZATION),
                    "policy web: no file matches the path app/**"),
            arguments(
                    WEB + ", paths: [apps]}",
                    Map.of("apps/kustomization.yaml", KUSTOMIZATION),
                    "policy web: no file matches the path apps; for a directory, write apps/"),
            arguments(
                    WEB + ", paths: [apps/**]}",
                    Map.of("other/x.yaml", "\nimage: reg.example/shop/web:1 # {\"$imagepolicy\": \"web\"}\n"),
                    "other/x.yaml:2: the marker names the policy web, whose paths do not include this file"),
            arguments(
                    WEB + "}\n- {name: api, image: reg.example/shop/web}",
                    Map.of("kustomization.yaml", KUSTOMIZATION),
                    "kustomization.yaml:1: the policies web and api claim one value; nothing is written to it"),
            arguments(
                    WEB + ", tags: {pattern: 'v(.*)', extract: '${2}'}}",
                    Map.of("kustomization.yaml", KUSTOMIZATION),
                    "policy web: .millrace/updates.yaml:2:78: 'extract': the pattern has no group named 2"),
            arguments(
                    WEB + ", paths: [app/**]}\n- {name: other, image: reg.example/shop/other, paths: [x/]}",
                    Map.of("kustomization.yaml", KUSTOMIZATION),
                    "policy other: no file matches the path x/"));

    @ParameterizedTest(name = "{0}: {2}")
    @FieldSource("REPORTS")
    void whatIsMissedIsReported(String policies, Map<String, String> files, String report) throws IOException {
        policies(policies);
        for (Map.Entry<String, String> file : files.entrySet()) {
            file(file.getKey(), file.getValue());
        }

        update(IMAGE);

        assertThat(err.toString()).contains(report);
    }

    @Test
    void aMistakeInAnExtractDoesNotStopOtherPolicies() throws IOException {
        String file = KUSTOMIZATION.replace("shop/web", "shop/api");
        policies(WEB + ", tags: {pattern: 'v(.*)', extract: $x}}\n- {name: api, image: reg.example/shop/api}");
        file("kustomization.yaml", file);

        assertThat(update("reg.example/shop/api:2.0.1", "--write")).isZero();
        assertThat(read("kustomization.yaml")).isEqualTo(file.replace("1.0.0", "2.0.1"));
    }

    private void policies(String entries) throws IOException {
        file(".millrace/updates.yaml", "policies:\n- " + entries + "\n");
    }

    private int update(String image, String... options) {
        String[] arguments = new String[options.length + 5];
        System.arraycopy(
                new String[] {"update", "--checkout", checkout.toString(), "--image", image}, 0, arguments, 0, 5);
        System.arraycopy(options, 0, arguments, 5, options.length);
        return Commands.run(out, new PrintWriter(err, true), arguments);
    }

    private void file(String path, String text) throws IOException {
        Path file = checkout.resolve(path);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    private String read(String path) throws IOException {
        return Files.readString(checkout.resolve(path), StandardCharsets.UTF_8);
    }
}
