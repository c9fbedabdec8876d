package dev.millrace.cluster.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cluster.application.render.RenderKind;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationSpecTest {
    private final KubernetesSerialization serialization = new KubernetesSerialization();

    private ApplicationSpec read(String spec) {
        return serialization.unmarshal("""
                        apiVersion: millrace.dev/v1alpha1
                        kind: Application
                        metadata: {name: web, namespace: apps}
                        spec: %s
                        """.formatted(spec), Application.class).getSpec();
    }

    @Test
    void whatIsNotGivenHasItsDefault() {
        ApplicationSpec spec = read(
                "{source: {repository: 'https://git.example.com/shop/config.git'}, destination: {namespace: shop}}");

        assertThat(spec.render()).isEqualTo(RenderKind.AUTO);
        assertThat(spec.prune()).isTrue();
        assertThat(spec.heal()).isFalse();
        assertThat(spec.suspend()).isFalse();
        assertThat(spec.mostForHealth()).isEqualTo(Duration.ofMinutes(5));
        assertThat(spec.pollEvery()).isEqualTo(Duration.ofMinutes(1));
        assertThat(spec.source().path()).isEmpty();
        assertThat(spec.source().gitRef()).contains(GitRef.branch("main"));
        assertThat(spec.source().repositoryId()).isEqualTo(RepositoryId.parse("https://git.example.com/shop/config"));
    }

    @Test
    void onlyOneOfBranchTagAndRefIsFollowed() {
        ApplicationSpec tag =
                read("{source: {repository: 'https://h.example.com/c', tag: v1}, destination: {namespace: a}}");
        ApplicationSpec versions =
                read("{source: {repository: 'https://h.example.com/c', semver: '>=1'}, destination: {namespace: a}}");
        ApplicationSpec both = read(
                "{source: {repository: 'https://h.example.com/c', branch: dev, ref: refs/tags/v1}, destination: {namespace: a}}");

        assertThat(tag.source().gitRef()).contains(GitRef.tag("v1"));
        assertThat(versions.source().gitRef()).isEmpty();
        assertThatThrownBy(() -> both.source().gitRef())
                .hasMessageContaining("only one of branch, tag, semver, commit and ref");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "./"})
    void aPathOfVeryManySlashesIsRead(String repeated) {
        String path = repeated.repeat(500_000);

        assertThat(SourceSpec.of("https://h.example.com/c", path).path()).isEmpty();
        assertThat(SourceSpec.of("https://h.example.com/c", path + "a" + path + "b")
                        .path())
                .startsWith("a")
                .endsWith("b");
    }

    @ParameterizedTest
    @CsvSource({"./a/b/,a/b", "/a,a", ".,''", "./,''", "a,a"})
    void aPathIsReadAsPeopleWriteIt(String written, String path) {
        ApplicationSpec spec = read("{source: {repository: 'https://h.example.com/c', path: '" + written
                + "'}, destination: {namespace: a}}");

        assertThat(spec.source().path()).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "git@git.example.com:Shop/web.git, ssh://git@git.example.com/Shop/web.git",
        "ssh://git@git.example.com:2222/shop/web, ssh://git@git.example.com:2222/shop/web",
        "https://git.example.com/shop/web.git, https://git.example.com/shop/web.git"
    })
    void aRepositoryIsNamedAsGitNamesIt(String written, String url) {
        assertThat(SourceSpec.of(written, "").url()).hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc",
                "/srv/git/web.git",
                "../web.git",
                "ext::sh -c id",
                "--upload-pack=id",
                "git@-h:/x",
                "https://a b/c"
            })
    void whatIsNoAddressOfAHostIsRefused(String written) {
        assertThatThrownBy(() -> SourceSpec.of(written, "").url())
                .hasMessageContaining("spec.source.repository must be");
    }

    @Test
    void durationsAreWrittenAsKubernetesUsersDo() {
        assertThat(Durations.parse("1h30m")).isEqualTo(Duration.ofMinutes(90));
        assertThat(Durations.parse("1500ms")).isEqualTo(Duration.ofMillis(1500));
        assertThatThrownBy(() -> Durations.parse("5 minutes")).hasMessageContaining("5 minutes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"87601h", "9223372036854775807h", "99999999999999999999h", "9223372036854775807s1s"})
    void aDurationThatNoCalendarHoldsIsRefused(String written) {
        assertThatThrownBy(() -> Durations.parse(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a duration of more than ten years: " + written);
    }

    @Test
    void theLongestDurationIsTenYears() {
        assertThat(Durations.parse("87600h")).isEqualTo(Duration.ofDays(3_650));
    }

    @Test
    void aDurationOfVeryManyPartsIsRefusedInAShortMessage() {
        assertThatThrownBy(() -> Durations.parse("1s".repeat(20_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a duration such as 90s, 5m or 1h30m: 1s1s")
                .hasMessageEndingWith("1s …");
    }

    @Test
    void anApplicationIsWrittenWithoutWhatIsAbsent() {
        Application application = new Application();
        application.setStatus(ApplicationStatus.NONE);

        String written = serialization.asJson(application);

        assertThat(written).contains("\"conditions\":[]").doesNotContain("null", "revision", "\"spec\"");
    }
}
