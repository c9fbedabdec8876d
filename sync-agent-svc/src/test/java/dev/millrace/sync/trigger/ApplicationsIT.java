package dev.millrace.sync.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.cluster.application.Application;
import dev.millrace.sync.state.Triggers;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.cluster.Cluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The watch of Applications reports that it is complete only when it is: an unknown Application is treated as deleted. */
@WithParts(PartKind.CLUSTER)
class ApplicationsIT {
    private static final int MANY = 200;

    @Test
    void isCompleteOnlyWhenEachHasBeenTold() throws IOException {
        Cluster cluster = Testbed.shared().cluster();
        cluster.kubectl("apply", "--server-side", "-f", "../k8s/base/crd/applications.millrace.dev.yaml");
        cluster.awaitDefinition("applications.millrace.dev");
        String namespace = cluster.createNamespace("many");
        cluster.apply(
                namespace,
                IntStream.range(0, MANY).mapToObj(ApplicationsIT::application).collect(Collectors.joining("---\n")));
        int rounds = Integer.getInteger("millrace.rounds", 3);
        try (KubernetesClient client = client(cluster)) {
            for (int round = 0; round < rounds; round++) {
                List<String> calls = Collections.synchronizedList(new ArrayList<>());
                try (Applications applications = new Applications(client, Clock.systemUTC())) {
                    applications.start(new RecordedCalls(calls));
                    await().atMost(Duration.ofMinutes(2))
                            .pollInterval(Duration.ofMillis(1))
                            .until(applications::isComplete);

                    assertThat(applications.all()).hasSizeGreaterThanOrEqualTo(MANY);
                    assertThat(applications.uidsNow())
                            .hasSize(applications.all().size());
                }
            }
        }
        cluster.kubectl("delete", "mapp", "--all", "-n", namespace, "--wait=false");
    }

    @Test
    void oneThatWasMadeAgainWhileNobodyWatchedIsAnother() throws IOException {
        List<String> calls = new ArrayList<>();
        try (KubernetesClient client = client(Testbed.shared().cluster());
                Applications applications = new Applications(client, Clock.systemUTC())) {
            ResourceEventHandler<Application> watch = applications.handlerFor(new RecordedCalls(calls));
            watch.onAdd(withUid(client, "first"));

            watch.onUpdate(withUid(client, "first"), withUid(client, "second"));

            assertThat(calls).containsExactly("first", "gone first", "second");
            assertThat(applications.uids()).containsExactly("second");
        }
    }

    private static Application withUid(KubernetesClient client, String uid) {
        Application one = client.getKubernetesSerialization().unmarshal(application(1), Application.class);
        one.getMetadata().setNamespace("shop");
        one.getMetadata().setUid(uid);
        return one;
    }

    private static String application(int number) {
        return """
                apiVersion: millrace.dev/v1alpha1
                kind: Application
                metadata: {name: many-%d}
                spec: {suspend: true, source: {repository: "https://git.example.com/none"}, destination: {namespace: none}}
                """.formatted(number);
    }

    private static KubernetesClient client(Cluster cluster) throws IOException {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(Files.readString(cluster.kubeconfig())))
                .build();
    }

    private record RecordedCalls(List<String> uids) implements Applications.Listener {
        @Override
        public void asked(String uid, Triggers triggers) {
            uids.add(uid);
        }

        @Override
        public void statusChanged(Application application) {}

        @Override
        public void gone(String uid) {
            uids.add("gone " + uid);
        }
    }
}
