package dev.millrace.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.CommitId;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.sync.shop.Shop;
import dev.millrace.sync.shop.ShopState;
import dev.millrace.sync.shop.Style;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.cluster.Cluster;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Five services in two environments, with an operator's chart and its kind, written in three ways. */
@QuarkusTest
@WithTestResource(AgentUnderTest.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class FiveServicesIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    /** Each check starts two processes. */
    private static final Duration NOT_TOO_OFTEN = Duration.ofMillis(500);

    private final EventPublisher publisher;
    private final Cluster cluster = Testbed.shared().cluster();

    @Inject
    FiveServicesIT(EventPublisher publisher) {
        this.publisher = publisher;
    }

    @Test
    void areTheSameInTheClusterHoweverTheyAreWrittenDown() {
        List<Way> ways = Stream.of(Style.values()).map(Way::new).toList();

        ways.forEach(way -> way.push(Shop.FIRST));
        ways.forEach(Way::follow);
        ways.forEach(way -> way.await(Shop.FIRST));
        ways.forEach(way -> way.push(Shop.SECOND));
        ways.forEach(way -> way.await(Shop.SECOND));
        ways.forEach(way -> way.push(Shop.THIRD));
        ways.forEach(way -> way.await(Shop.THIRD));
        ways.forEach(Way::revert);
        ways.forEach(way -> way.await(Shop.SECOND));

        assertThat(ways).allSatisfy(way -> {
            assertThat(way.operator()).contains("deployment.apps/operator-operator", "configmap/metrics");
            assertThat(way.operator()).doesNotContain("job.batch/migrate");
            assertThat(way.states).hasSize(4).isEqualTo(ways.getFirst().states);
            assertThat(way.states.getLast()).isEqualTo(way.states.get(1));
            assertThat(way.states.get(2)).isNotEqualTo(way.states.get(1));
        });
    }

    /** One repository in one way of writing, and its target namespaces. */
    private final class Way {
        private final Style style;
        private final Deployed deployed;
        private final Map<String, String> namespaces = new TreeMap<>();
        private final List<Map<String, String>> states = new ArrayList<>();

        Way(Style style) {
            this.style = style;
            this.deployed = new Deployed("five-" + style.word(), null);
            for (String environment : Shop.ENVIRONMENTS) {
                namespaces.put(environment, cluster.createNamespace(style.word() + "-" + environment));
            }
            cluster.kubectl(
                    "create",
                    "secret",
                    "generic",
                    "passwords",
                    "-n",
                    deployed.namespace,
                    "--from-literal=values.yaml=password: " + Shop.PASSWORD);
        }

        void follow() {
            deployed.followAs("operator", "operator");
            namespaces.forEach((environment, namespace) -> deployed.followAs(
                    environment,
                    style.word() + "/" + environment,
                    "destination: {namespace: " + namespace + "}",
                    "dependsOn: [{name: operator}]",
                    style.more(environment)));
        }

        void push(Shop shop) {
            publish(deployed.push(style.files(shop)));
        }

        void revert() {
            publish(Testbed.shared().gitHost().workspace().revertTip(deployed.repository, "main"));
        }

        private void publish(CommitId commit) {
            publisher.publish(deployed.committed(commit));
        }

        void await(Shop shop) {
            Map<String, String> all = new TreeMap<>();
            namespaces.forEach((environment, namespace) -> {
                Awaitility.await(style + " " + environment)
                        .atMost(LONG)
                        .pollInterval(NOT_TOO_OFTEN)
                        .untilAsserted(() -> {
                            assertThat(ready(environment)).startsWith("True");
                            ShopState state = state(namespace);
                            assertThat(state.inShort()).isEqualTo(shop.wanted(environment));
                            state.inFull().forEach((object, text) -> all.put(environment + " " + object, text));
                        });
            });
            states.add(all);
        }

        /** The objects of the operator's chart; its hook is left out. */
        private String operator() {
            return cluster.kubectl("get", "deployments,configmaps,jobs", "-n", deployed.namespace, "-o", "name");
        }

        private String ready(String environment) {
            return cluster.kubectl(
                    "get",
                    "applications.millrace.dev",
                    environment,
                    "-n",
                    deployed.namespace,
                    "-o",
                    "jsonpath={.status.conditions[?(@.type=='Ready')].status} {.status.conditions[?(@.type=='Ready')].message}");
        }

        private ShopState state(String namespace) {
            return ShopState.of(
                    cluster.kubectl(
                            "get",
                            "deployments,services,configmaps,secrets,ingressroutes." + style.group(),
                            "-n",
                            namespace,
                            "-o",
                            "json"),
                    style.group());
        }
    }
}
