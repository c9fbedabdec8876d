package dev.millrace.bench.health;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;

/** Objects that one of the rules judges. Each has about 10 KB as JSON, two thirds of them in the status. */
enum ObjectMix {
    GENERAL("general", "general", "bench.example.com/v1 Database"),
    CEL("exact-in-cel", "kafka.yaml", "kafka.strimzi.io/v1beta2 KafkaRebalance"),
    BUILT_IN("built-in", "built-in", "apps/v1 Deployment,v1 Pod");

    private static final KubernetesSerialization JSON = new KubernetesSerialization();
    private static final int CONDITIONS = 8;
    private static final int NODES = 30;
    private static final int VARIABLES = 64;

    private final String label;
    /** The beginning of the name of the rule that decides. */
    private final String rule;

    /** API version and kind of each, separated by commas. */
    private final String kinds;

    ObjectMix(String label, String rule, String kinds) {
        this.label = label;
        this.rule = rule;
        this.kinds = kinds;
    }

    String label() {
        return label;
    }

    String rule() {
        return rule;
    }

    List<GenericKubernetesResource> objects(int number) {
        String[] mixed = kinds.split(",");
        List<GenericKubernetesResource> all = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            String[] kind = mixed[i % mixed.length].split(" ");
            all.add(JSON.unmarshal(json(kind[0], kind[1], i), GenericKubernetesResource.class));
        }
        return all;
    }

    /** Keys of the status differ between objects, as names of nodes do. */
    static String json(String apiVersion, String kind, int number) {
        StringBuilder variables = new StringBuilder();
        for (int i = 0; i < VARIABLES; i++) {
            variables
                    .append(comma(i))
                    .append("{\"name\":\"SETTING_%d\",\"value\":\"a value of object %d\"}".formatted(i, number));
        }
        StringBuilder conditions =
                new StringBuilder("{\"type\":\"Ready\",\"status\":\"True\",\"reason\":\"AllReady\"}");
        for (int i = 1; i < CONDITIONS; i++) {
            conditions.append(
                    (",{\"type\":\"Part%cReady\",\"status\":\"True\",\"reason\":\"Reconciled\",\"observedGeneration\":2,"
                                    + "\"lastTransitionTime\":\"2026-01-01T00:00:%02dZ\",\"message\":\"part %d of object %d has been reconciled\"}")
                            .formatted('A' + i, i, i, number));
        }
        StringBuilder nodes = new StringBuilder();
        for (int i = 0; i < NODES; i++) {
            nodes.append(comma(i))
                    .append(("\"node-%d-%d\":{\"phase\":\"Running\",\"ready\":true,\"role\":\"replica\",\"restarts\":0,"
                                    + "\"podIP\":\"10.0.%d.%d\",\"image\":\"registry.example.com/bench/database:16.%d\"}")
                            .formatted(number, i, number % 256, i, i));
        }
        return """
                {"apiVersion":"%s","kind":"%s","metadata":{"name":"object-%d","namespace":"bench","generation":2,
                "labels":{"app.kubernetes.io/name":"object-%d"},"annotations":{"bench.example.com/revision":"%d"}},
                "spec":{"replicas":3,"template":{"spec":{"containers":[{"name":"main","env":[%s]}]}}},
                "status":{"observedGeneration":2,"phase":"Running","replicas":3,"readyReplicas":3,"updatedReplicas":3,"availableReplicas":3,
                "containerStatuses":[{"name":"main","ready":true,"state":{"running":{}}}],"conditions":[%s],"nodes":{%s}}}
                """.formatted(apiVersion, kind, number, number, number, variables, conditions, nodes);
    }

    private static String comma(int index) {
        return index == 0 ? "" : ",";
    }
}
