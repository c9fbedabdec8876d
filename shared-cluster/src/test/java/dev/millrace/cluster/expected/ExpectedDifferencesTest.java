package dev.millrace.cluster.expected;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.cluster.fields.FieldDifference;
import dev.millrace.cluster.fields.FieldPath;
import dev.millrace.events.value.ObjectRef;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectedDifferencesTest {

    private static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static ObjectRef ref(String apiVersion, String kind) {
        return new ObjectRef(apiVersion, kind, Optional.of("shop"), "one");
    }

    private static boolean isExpected(ObjectRef ref, String live, String path, String from, String to) {
        FieldDifference difference = new FieldDifference(
                FieldPath.of(path.split("\\.", -1)),
                Optional.ofNullable(from).map(ExpectedDifferencesTest::json),
                Optional.ofNullable(to).map(ExpectedDifferencesTest::json),
                false);
        return ExpectedDifferences.include(ref, json(live), difference);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            quoteCharacter = '`',
            delimiter = ';',
            value = {
                "ClusterRole; {\"aggregationRule\": {\"clusterRoleSelectors\": [{\"matchLabels\": {\"a\": \"b\"}}]}}; rules; true",
                "ClusterRole; {\"aggregationRule\": {\"clusterRoleSelectors\": []}}; rules; false",
                "ClusterRole; {\"aggregationRule\": null}; rules; false",
                "ClusterRole; {}; rules; false",
                "ClusterRole; {\"aggregationRule\": {\"clusterRoleSelectors\": [{}]}}; metadata.labels; false",
                "Role; {\"aggregationRule\": {\"clusterRoleSelectors\": [{}]}}; rules; false",
            })
    void rulesOfAnAggregatedRoleAreGathered(String kind, String live, String path, boolean expected) {
        assertThat(isExpected(ref("rbac.authorization.k8s.io/v1", kind), live, path, "[]", "[{\"verbs\": [\"get\"]}]"))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource(
            quoteCharacter = '`',
            delimiter = ';',
            nullValues = "-",
            value = {
                "webhook.clientConfig.caBundle; \"\"; \"LS0t\"; true",
                "webhook.clientConfig.caBundle; -; \"LS0t\"; true",
                "webhook.clientConfig.caBundle; \"Cg==\"; \"LS0t\"; true",
                "spec.caBundle; \"\"; \"LS0t\"; true",
                "spec.conversion.webhook.clientConfig.caBundle; \"Cg==\"; \"LS0t\"; true",
                "webhook.clientConfig.caBundle; \"QUJD\"; \"LS0t\"; false",
                "webhook.clientConfig.caBundle; \"QUJD\"; -; false",
                "webhook.clientConfig.url; \"\"; \"https://x\"; false",
            })
    void aCertificateIsInjectedWhereTheManifestHasNone(String path, String from, String to, boolean expected) {
        ObjectRef ref = ref("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration");

        assertThat(isExpected(ref, "{}", path, from, to)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "cert-manager.io/inject-ca-from, true",
        "cert-manager.io/inject-apiserver-ca, true",
        "service.beta.openshift.io/inject-cabundle, true",
        "cert-manager.io/other, false"
    })
    void aCertificateIsInjectedWhereTheManifestRequestsIt(String annotation, boolean expected) {
        String live = "{\"metadata\": {\"annotations\": {\"" + annotation + "\": \"x\"}}}";

        assertThat(isExpected(
                        ref("apiregistration.k8s.io/v1", "APIService"), live, "spec.caBundle", "\"QUJD\"", "\"LS0t\""))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "coordination.k8s.io/v1, Lease, spec.renewTime, true",
        "coordination.k8s.io/v1, Lease, spec.holderIdentity, true",
        "coordination.k8s.io/v1, Lease, spec.leaseTransitions, true",
        "coordination.k8s.io/v1, Lease, spec.strategy, false",
        "coordination.k8s.io/v1, Lease, metadata.labels, false",
        "example.com/v1, Lease, spec.renewTime, false"
    })
    void aLeaseIsHeldByThoseThatUseIt(String apiVersion, String kind, String path, boolean expected) {
        assertThat(isExpected(ref(apiVersion, kind), "{}", path, "\"a\"", "\"b\""))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource({
        "spec.resources.requests.cpu, 1000m, 1, true",
        "spec.resources.limits.memory, 1.5Gi, 1536Mi, true",
        "spec.resources.limits.memory, 1024Mi, 1Gi, true",
        "spec.storage.capacity.storage, 1e3, 1k, true",
        "spec.quota.hard.pods, 0.5k, 500, true",
        "spec.resources.requests.cpu, 1000m, 1100m, false",
        "spec.resources.requests.cpu, 1, 1Ki, false",
        "spec.tag, 1.0, 1, false",
        "spec.resources.requests.cpu, one, two, false"
    })
    void theSameAmountOfAResourceIsTheSame(String path, String from, String to, boolean expected) {
        assertThat(isExpected(ref("example.com/v1", "Job"), "{}", path, '"' + from + '"', '"' + to + '"'))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} = {1}: {2}")
    @CsvSource({
        "1, 1, true",
        "-1, -1000m, true",
        "0, 0Gi, true",
        ".5, 500m, true",
        "+1, 1, true",
        "1E, 1e18, true",
        "1Ei, 1152921504606846976, true",
        "100n, 0.1u, true",
        "1e99, 10e98, true",
        "1e999999999, 1e999999999, false",
        "'', '', false",
        "., ., false",
        "'1 ', 1, false",
        "1KB, 1KB, false",
        "1ki, 1ki, false"
    })
    void quantitiesAreComparedByAmount(String one, String other, boolean same) {
        assertThat(Quantities.same(one, other)).isEqualTo(same);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            quoteCharacter = '`',
            delimiter = ';',
            value = {
                "batch/v1; Job; {\"spec\": {\"ttlSecondsAfterFinished\": 0}}; true",
                "batch/v1; Job; {\"spec\": {}}; false",
                "argoproj.io/v1alpha1; Workflow; {\"spec\": {\"ttlStrategy\": {\"secondsAfterSuccess\": 5}}}; true",
                "argoproj.io/v1alpha1; Workflow; {\"spec\": {\"ttlStrategy\": {}}}; false",
                "ray.io/v1; RayJob; {\"spec\": {\"ttlSecondsAfterFinished\": 5}}; true",
                "batch/v1; CronJob; {\"spec\": {\"jobTemplate\": {\"spec\": {\"ttlSecondsAfterFinished\": 5}}}}; false",
                "coordination.k8s.io/v1; Lease; {}; true",
                "v1; Event; {}; true",
                "certificates.k8s.io/v1; CertificateSigningRequest; {}; true",
                "v1; Secret; {\"type\": \"bootstrap.kubernetes.io/token\", \"data\": {\"expiration\": \"eA==\"}}; true",
                "v1; Secret; {\"type\": \"bootstrap.kubernetes.io/token\", \"data\": {}}; false",
                "v1; Secret; {\"type\": \"Opaque\", \"data\": {\"expiration\": \"eA==\"}}; false",
                "v1; ConfigMap; null; false",
            })
    void someObjectsGoByThemselves(String apiVersion, String kind, String object, boolean expected) {
        assertThat(SelfRemoval.isOf(ref(apiVersion, kind), json(object))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "millrace.dev/reconcile, disabled, true, false",
        "millrace.dev/reconcile, create-only, false, true",
        "millrace.dev/reconcile, other, false, false",
        "kustomize.toolkit.fluxcd.io/reconcile, disabled, true, false",
        "kustomize.toolkit.fluxcd.io/ssa, Ignore, true, false",
        "kustomize.toolkit.fluxcd.io/ssa, IfNotPresent, false, true",
        "kustomize.toolkit.fluxcd.io/ssa, Merge, false, false"
    })
    void annotationsLimitTheReconciliation(String name, String value, boolean leftAlone, boolean createOnly) {
        JsonNode object = json("{\"metadata\": {\"annotations\": {\"" + name + "\": \"" + value + "\"}}}");

        assertThat(ReconcileMark.on(object)).isEqualTo(new ReconcileMark(leftAlone, createOnly));
    }
}
