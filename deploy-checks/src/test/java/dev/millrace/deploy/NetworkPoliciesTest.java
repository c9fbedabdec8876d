package dev.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which ports of other machines a service may connect to. */
class NetworkPoliciesTest {
    private static final String SERVICE = "app.kubernetes.io/name";

    @ParameterizedTest
    @CsvSource({
        "image-builder, 22 53 80 443 3000 5000 9092",
        "manifest-updater, 22 53 80 443 3000 5000 9092",
        "sync-agent, 22 53 80 443 3000 5000 6443 9092",
        "drift-detector, 53 443 6443 9092"
    })
    void aServiceConnectsToWhatItNeedsOnly(String service, String ports) {
        Set<String> allowed = SourceTree.documents(SourceTree.read("k8s/base/network-policies.yaml")).stream()
                .filter(policy -> concerns(policy.at("/spec/podSelector"), service))
                .flatMap(policy -> policy.at("/spec/egress").valueStream())
                .flatMap(egress -> egress.path("ports").valueStream())
                .map(port -> port.path("port").asText())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(allowed).containsExactlyInAnyOrder(ports.split(" "));
    }

    private static boolean concerns(JsonNode selector, String service) {
        JsonNode expressions = selector.path("matchExpressions");
        assertThat(expressions.valueStream())
                .allMatch(expression -> expression.path("key").asText().equals(SERVICE)
                        && expression.path("operator").asText().equals("In"));
        return StreamSupport.stream(expressions.spliterator(), false)
                .allMatch(expression -> expression.path("values").valueStream().anyMatch(value -> value.asText()
                        .equals(service)));
    }
}
