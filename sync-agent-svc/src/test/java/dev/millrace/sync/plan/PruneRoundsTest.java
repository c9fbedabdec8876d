package dev.millrace.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.ObjectRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Objects are written {@code <kind>/<name>@<wave>}; rounds are separated by {@code ;}. */
class PruneRoundsTest {
    private static final Map<String, String> VERSIONS = Map.ofEntries(
            Map.entry("Deployment", "apps/v1"),
            Map.entry("Job", "batch/v1"),
            Map.entry("Ingress", "networking.k8s.io/v1"),
            Map.entry("Role", "rbac.authorization.k8s.io/v1"),
            Map.entry("RoleBinding", "rbac.authorization.k8s.io/v1"),
            Map.entry("ClusterRoleBinding", "rbac.authorization.k8s.io/v1"),
            Map.entry("StorageClass", "storage.k8s.io/v1"),
            Map.entry("GatewayClass", "gateway.networking.k8s.io/v1"),
            Map.entry("HTTPRoute", "gateway.networking.k8s.io/v1"),
            Map.entry("CustomResourceDefinition", "apiextensions.k8s.io/v1"),
            Map.entry("ValidatingWebhookConfiguration", "admissionregistration.k8s.io/v1"),
            Map.entry("APIService", "apiregistration.k8s.io/v1"),
            Map.entry("Oper", "five.example.com/v1"),
            Map.entry("Certificate", "cert-manager.io/v1"));

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "one object                             | ConfigMap/a@0                    | ConfigMap/a",
                "objects of a rank go at once           | ConfigMap/b@0 ConfigMap/a@0      | ConfigMap/a ConfigMap/b",
                "a later wave goes first                | ConfigMap/a@0 ConfigMap/b@1      | ConfigMap/b ; ConfigMap/a",
                "waves go in reverse                    | ConfigMap/a@0 ConfigMap/b@2 ConfigMap/c@1 | ConfigMap/b ; ConfigMap/c ; ConfigMap/a",
                "negative waves go last                 | ConfigMap/a@-5 ConfigMap/b@0 ConfigMap/c@-1 | ConfigMap/b ; ConfigMap/c ; ConfigMap/a",
                "workloads go before what they mount    | ConfigMap/a@0 Deployment/b@0     | Deployment/b ; ConfigMap/a",
                "waves count more than kinds            | ConfigMap/a@1 Deployment/b@0     | ConfigMap/a ; Deployment/b",
                "a wave's kinds go in order             | ConfigMap/a@1 Deployment/b@1 Deployment/c@0 | Deployment/b ; ConfigMap/a ; Deployment/c",
                "an operator of an earlier wave stays   | Deployment/operator@0 Oper/o@1   | Oper/o ; Deployment/operator",
                "an operator of the same wave stays     | Deployment/operator@0 Oper/o@0   | Oper/o ; Deployment/operator",
                "its account and rights stay longer     | Deployment/operator@0 Oper/o@0 RoleBinding/r@0 ServiceAccount/s@0 | Oper/o ; Deployment/operator ; RoleBinding/r ; ServiceAccount/s",
                "its definition stays longer            | CustomResourceDefinition/opers@0 Oper/o@0 | Oper/o ; CustomResourceDefinition/opers",
                "all of an operator                     | CustomResourceDefinition/opers@0 Deployment/operator@0 Oper/o@1 Namespace/n@0 | Oper/o ; Deployment/operator ; Namespace/n CustomResourceDefinition/opers",
                "an operator's webhook stays            | ValidatingWebhookConfiguration/w@0 Oper/o@0 Deployment/operator@0 | Oper/o ; ValidatingWebhookConfiguration/w ; Deployment/operator",
                "an API service stays for its objects   | APIService/v1.five@0 Oper/o@0    | Oper/o ; APIService/v1.five",
                "operators of operators' objects        | Certificate/c@0 Oper/o@0         | Certificate/c Oper/o",
                "classes of gateways after routes       | GatewayClass/g@0 HTTPRoute/h@0 Deployment/d@0 | HTTPRoute/h ; GatewayClass/g ; Deployment/d",
                "classes of storage after claims        | StorageClass/s@0 PersistentVolumeClaim/p@0 | PersistentVolumeClaim/p ; StorageClass/s",
                "bindings before roles                  | Role/r@0 RoleBinding/b@0 ClusterRoleBinding/c@0 | ClusterRoleBinding/c RoleBinding/b ; Role/r",
                "namespaces last                        | Namespace/n@0 Deployment/d@0 Ingress/i@0 ServiceAccount/s@0 | Deployment/d Ingress/i ; ServiceAccount/s ; Namespace/n",
                "nothing                                | '' | ''",
            })
    void areTheReverseOfTheOrderOfApplying(String situation, String objects, String expected) {
        List<Recorded> recorded = new ArrayList<>();
        Arrays.stream(objects.split(" ")).filter(text -> !text.isEmpty()).forEach(text -> recorded.add(recorded(text)));

        List<Operation.Prune> all = PrunePlanner.all(recorded);

        String rounds = PrunePlanner.rounds(all).stream()
                .map(round -> round.stream()
                        .map(prune -> prune.ref().kind() + "/" + prune.ref().name())
                        .collect(Collectors.joining(" ")))
                .collect(Collectors.joining(" ; "));
        assertThat(rounds).as(situation).isEqualTo(expected);
        assertThat(PrunePlanner.rounds(all).stream().flatMap(List::stream)).containsExactlyElementsOf(all);
    }

    @Test
    void aRecordOfAnOlderVersionKnowsNoWaves() {
        Recorded recorded = new Recorded(ref("Deployment", "a"), "uid", "hash");

        assertThat(PrunePlanner.all(List.of(recorded)))
                .containsExactly(new Operation.Prune(ref("Deployment", "a"), "uid", 0));
    }

    private static Recorded recorded(String text) {
        String[] parts = text.split("[/@]");
        return new Recorded(ref(parts[0], parts[1]), "uid", "hash", Integer.parseInt(parts[2]));
    }

    private static ObjectRef ref(String kind, String name) {
        return new ObjectRef(VERSIONS.getOrDefault(kind, "v1"), kind, Optional.of("shop"), name);
    }
}
