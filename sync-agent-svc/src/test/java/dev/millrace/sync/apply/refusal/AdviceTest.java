package dev.millrace.sync.apply.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.sync.identity.Identity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdviceTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "422|Service \"web-2\" is invalid: spec.ports[0].nodePort: Invalid value: 31877: provided port is already allocated|spec.pruneOrder: before",
                "422|Service \"b\" is invalid: spec.clusterIPs: Invalid value: [\"10.0.0.9\"]: failed to allocate IP 10.0.0.9: provided IP is already allocated|spec.pruneOrder: before",
                "403|pods \"x\" is forbidden: exceeded quota: small, requested: pods=1, used: pods=1, limited: pods=1|raise the ResourceQuota small or free",
                "403|configmaps \"a\" is forbidden: unable to create new content in namespace old because it is being terminated|its namespace is being deleted",
                "500|Internal error occurred: failed calling webhook \"vet.example.com\": failed to call webhook: Post \"https://vet.ns.svc:443/\": no endpoints available|the admission webhook vet.example.com doesn't answer",
                "403|deployments.apps \"web\" is forbidden: User \"system:serviceaccount:m:sync-agent\" cannot patch resource \"deployments\" in API group \"apps\" in the namespace \"shop\"|lacks the verb patch on deployments.apps in the namespace shop",
                "403|namespaces \"shop\" is forbidden: User \"x\" cannot create resource \"namespaces\" in API group \"\" at the cluster scope|lacks the verb create on namespaces: add it to the ClusterRole millrace-sync-agent-deploys",
                "403|clusterroles.rbac.authorization.k8s.io \"operator\" is forbidden: user \"x\" (groups=[]) is attempting to grant RBAC permissions not currently held: {APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"deletecollection\"]}|escalate and bind on this role by name",
                "404|the cluster has no kind Widget in example.com/v1|its CustomResourceDefinition is missing",
                "404|namespaces \"shop\" not found|the namespace shop doesn't exist",
                "422|ConfigMap \"a\" is invalid: metadata.annotations: Too long: may not be more than 262144 bytes|256 KiB",
                "422|ConfigMap \"a\" is invalid: []: Too long: may not be more than 1048576 bytes|1 MiB",
                "413|Request entity too large: limit is 3145728|split it",
                "500|etcdserver: request is too large|split it",
                "500|failed to create typed patch object (ns/web; apps/v1, Kind=Deployment): .spec.replica: field not declared in schema|kubectl explain",
                "500|failed to create typed patch object (ns/c; /v1, Kind=ConfigMap): .data.port: expected string, got &value.valueUnstructured{Value:8080}|needs quotes",
                "403|pods \"a\" is forbidden: violates PodSecurity \"restricted:latest\": allowPrivilegeEscalation != false|pod-security.kubernetes.io/enforce",
            })
    void saysWhatHelps(int code, String message, String advice) {
        assertThat(Advice.on(Identity.OWN, code, message))
                .hasValueSatisfying(hint -> assertThat(hint).contains(advice));
        assertThat(Advice.added(Identity.OWN, code, message))
                .startsWith(message + "; ")
                .contains(advice);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].image: Required value",
                "admission webhook \"vet.example.com\" denied the request: no",
                "etcdserver: leader changed",
                ""
            })
    void saysNothingWhereTheMessageSaysItAll(String message) {
        assertThat(Advice.on(Identity.OWN, 422, message)).isEmpty();
        assertThat(Advice.added(Identity.OWN, 422, message)).isEqualTo(message);
    }
}
