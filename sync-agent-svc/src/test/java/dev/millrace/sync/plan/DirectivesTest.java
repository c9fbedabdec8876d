package dev.millrace.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectivesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "millrace.dev/reconcile | disabled",
                "kustomize.toolkit.fluxcd.io/reconcile | disabled",
                "kustomize.toolkit.fluxcd.io/ssa | Ignore"
            })
    void someAreLeftAlone(String key, String value) {
        assertThat(Directives.of(Map.of(key, value)).leftAlone()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"millrace.dev/reconcile | create-only", "kustomize.toolkit.fluxcd.io/ssa | IfNotPresent"})
    void someAreOnlyCreated(String key, String value) {
        assertThat(Directives.of(Map.of(key, value)).createOnly()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "millrace.dev/keep | true",
                "millrace.dev/prune | disabled",
                "kustomize.toolkit.fluxcd.io/prune | disabled",
                "helm.sh/resource-policy | keep",
                "argocd.argoproj.io/sync-options | Prune=false",
                "argocd.argoproj.io/sync-options | Validate=false, Delete=false"
            })
    void someStay(String key, String value) {
        assertThat(Directives.of(Map.of(key, value)).kept()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "millrace.dev/replace | true",
                "kustomize.toolkit.fluxcd.io/force | enabled",
                "argocd.argoproj.io/sync-options | Force=true,Replace=true"
            })
    void someMayBeReplaced(String key, String value) {
        assertThat(Directives.of(Map.of(key, value)).replaceable()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"millrace.dev/wave | -2 | -2", "argocd.argoproj.io/sync-wave | 5 | 5"})
    void someHaveAWave(String key, String value, int wave) {
        assertThat(Directives.of(Map.of(key, value)).wave()).isEqualTo(wave);
    }

    @Test
    void ourOwnWaveGoesBeforeArgoCds() {
        assertThat(Directives.of(Map.of("millrace.dev/wave", "1", "argocd.argoproj.io/sync-wave", "2"))
                        .wave())
                .isEqualTo(1);
    }

    @Test
    void aWaveThatIsNoNumberIsAMistake() {
        assertThat(Directives.of(Map.of("millrace.dev/wave", "first")).mistake())
                .contains("its wave is not a whole number: first");
    }

    @Test
    void nothingIsSaidByOtherAnnotations() {
        Directives directives = Directives.of(Map.of(
                "millrace.dev/keep", "false", "kustomize.toolkit.fluxcd.io/ssa", "Override", "example.com/wave", "3"));

        assertThat(directives)
                .isEqualTo(new Directives(0, false, false, false, false, false, java.util.Optional.empty()));
    }
}
