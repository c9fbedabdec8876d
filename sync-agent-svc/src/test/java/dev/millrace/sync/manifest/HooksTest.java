package dev.millrace.sync.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.ObjectRef;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects that other tools run at a certain moment. */
class HooksTest {

    private static Manifests read(String kind, String metadata) {
        return ManifestReader.read("a.yaml", "{apiVersion: batch/v1, kind: " + kind + ", metadata: {" + metadata + "}}")
                .withoutHooks();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "helm.sh/hook: pre-install",
                "helm.sh/hook: 'pre-install,post-upgrade'",
                "helm.sh/hook: pre-delete",
                "helm.sh/hook: post-delete",
                "helm.sh/hook: test",
                "helm.sh/hook: test-success",
                "helm.sh/hook: crd-install",
                "helm.sh/hook: ''",
                "helm.sh/hook: something-new",
                "argocd.argoproj.io/hook: PreSync",
                "argocd.argoproj.io/hook: Sync",
                "argocd.argoproj.io/hook: PostSync",
                "argocd.argoproj.io/hook: PreDelete",
                "argocd.argoproj.io/hook: PostDelete",
                "argocd.argoproj.io/hook: SyncFail",
                "argocd.argoproj.io/hook: Skip",
                "kluctl.io/hook: pre-deploy"
            })
    void aHookIsLeftOutAndListedWhateverItsMoment(String annotation) {
        Manifests read = read("Job", "name: migrate, annotations: {" + annotation + "}");

        assertThat(read.objects()).isEmpty();
        assertThat(read.unreadable()).isEmpty();
        assertThat(read.notices()).singleElement().satisfies(one -> assertThat(one.toString())
                .startsWith("a.yaml:1: Job migrate: a hook (" + annotation.substring(0, annotation.indexOf(':'))));
    }

    @Test
    void aHookNeedsNoNameOfItsOwn() {
        Manifests read = read("Job", "generateName: migrate-, annotations: {argocd.argoproj.io/hook: PreSync}");

        assertThat(read.unreadable()).isEmpty();
        assertThat(read.notices()).singleElement().satisfies(one -> assertThat(one.toString())
                .startsWith("a.yaml:1: Job migrate-: a hook (argocd.argoproj.io/hook: PreSync)"));
    }

    @Test
    void definitionsThatHelmTwoInstalledFirstAreObjects() {
        assertThat(read("CustomResourceDefinition", "name: a, annotations: {helm.sh/hook: crd-install}")
                        .objects())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "helm.sh/hook-weight: '1'",
                "helm.sh/resource-policy: keep",
                "argocd.argoproj.io/hook-delete-policy: HookSucceeded",
                "argocd.argoproj.io/sync-wave: '1'"
            })
    void otherAnnotationsMakeNoHook(String annotation) {
        assertThat(read("Job", "name: migrate, annotations: {" + annotation + "}")
                        .objects())
                .hasSize(1);
    }

    @Test
    void aLabelMakesNoHook() {
        assertThat(read("Job", "name: migrate, labels: {helm.sh/hook: test}").objects())
                .hasSize(1);
    }

    @Test
    void whatIsLeftOutIsKnownByItsNameInWhateverNamespaceItWasApplied() {
        Manifests read = read("Job", "name: migrate, annotations: {helm.sh/hook: test}");

        assertThat(read.leavesOut(ref("Job", "migrate"))).isTrue();
        assertThat(read.leavesOut(ref("Job", "other"))).isFalse();
        assertThat(read.leavesOut(ref("CronJob", "migrate"))).isFalse();
    }

    private static ObjectRef ref(String kind, String name) {
        return new ObjectRef("batch/v1", kind, Optional.of("shop"), name);
    }
}
