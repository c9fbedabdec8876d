package dev.millrace.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.events.Topic;
import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.cluster.ApiServer;
import dev.millrace.testbed.delivery.LocalDelivery;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * An application of 200 objects that all change in each round: 160 are updated, and 40 are replaced by objects with other names. It is synced by
 * poll only.
 */
final class Herd {
    /** The number of applied and pruned objects per round. */
    static final int STEPS = 240;

    private static final int STAYING = 160;
    private static final int RENAMED = 40;
    private static final int PER_FILE = 20;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> PATHS = Map.of(
            "ConfigMap", "/api/v1/namespaces/%s/configmaps",
            "Service", "/api/v1/namespaces/%s/services",
            "Deployment", "/apis/apps/v1/namespaces/%s/deployments");

    private final OpenShop shop;
    private final String name;
    private final String repository;
    private final String key;

    private Herd(OpenShop shop, String name) {
        this.shop = shop;
        this.name = name;
        this.repository = "herd/" + name;
        this.key = LocalDelivery.CLUSTER + "/" + name + "/herd";
    }

    /** Installs the application in its own namespace, beside an object that is not managed. */
    static Herd open(OpenShop shop, String name) {
        Herd herd = new Herd(shop, name);
        URI url = shop.delivery.gitHost().createRepository(herd.repository);
        herd.push(0);
        shop.delivery.cluster().kubectl("create", "namespace", name);
        shop.delivery.cluster().apply(name, """
                apiVersion: v1
                kind: Secret
                metadata: {name: git}
                stringData: {username: '%s', password: '%s'}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: unmanaged}
                ---
                apiVersion: millrace.dev/v1alpha1
                kind: Application
                metadata: {name: herd}
                spec:
                  source: {repository: %s, branch: main, secretRef: {name: git}}
                  destination: {namespace: %s}
                  poll: 1s
                """.formatted(
                        shop.delivery.gitHost().user(), shop.delivery.gitHost().password(), url, name));
        herd.awaitConverged(shop.workspace.tip(herd.repository, "main").orElseThrow(), 0);
        return herd;
    }

    /** Pushes the objects of a round. */
    CommitId push(int round) {
        Map<String, StringBuilder> files = new TreeMap<>();
        IntStream.range(0, STAYING + RENAMED)
                .forEach(i -> files.computeIfAbsent("part-" + i / PER_FILE + ".yaml", file -> new StringBuilder())
                        .append(object(i, round)));
        Map<String, String> texts = new HashMap<>();
        files.forEach((file, text) -> texts.put(file, text.toString()));
        return shop.workspace.push(repository, "main", texts, "Change all objects, round " + round);
    }

    private static String object(int i, int round) {
        String name = i < STAYING ? "all-" + i : "new-" + round + "-" + i;
        String head = "metadata: {name: %s, labels: {time: 't%d'}}\n".formatted(name, round);
        return "---\n"
                + switch (i % 10) {
                    case 0 ->
                        "apiVersion: apps/v1\nkind: Deployment\n" + head
                                + "spec: {replicas: 0, selector: {matchLabels: {app: %1$s}}, template: {metadata: {labels: {app: %1$s}}, spec: {containers: [{name: a, image: a}]}}}\n"
                                        .formatted(name);
                    case 1 -> "apiVersion: v1\nkind: Service\n" + head + "spec: {ports: [{port: 80}]}\n";
                    default -> "apiVersion: v1\nkind: ConfigMap\n" + head + "data: {time: '" + round + "'}\n";
                };
    }

    /** Counts the objects that have reached this round or were deleted, and records each object that returns to an earlier round. */
    final class Progress implements AutoCloseable {
        private static final int DELETED = Integer.MAX_VALUE;

        private final Map<String, Integer> newest = new ConcurrentHashMap<>();
        private final Set<String> regressions = ConcurrentHashMap.newKeySet();
        private final ApiServer api = new ApiServer(shop.delivery.cluster());
        private final Set<String> done = ConcurrentHashMap.newKeySet();

        Progress(int round) {
            PATHS.forEach((kind, path) -> api.watch(path.formatted(name) + "?watch=true&resourceVersion=0", event -> {
                String object = kind + " " + event.at("/object/metadata/name").asText();
                String label = event.at("/object/metadata/labels/time").asText();
                boolean deleted = event.path("type").asText().equals("DELETED");
                if (deleted || label.equals("t" + round)) {
                    done.add(object);
                }
                if (!label.isEmpty()) {
                    record(object, deleted ? DELETED : Integer.parseInt(label.substring(1)));
                }
            }));
        }

        private void record(String object, int at) {
            Integer before = newest.put(object, at);
            if (before != null && at < before) {
                regressions.add(object + " to " + at);
            }
        }

        /** The objects that returned to an earlier round. */
        Set<String> regressions() {
            return regressions;
        }

        boolean hasReached(int steps) {
            return done.size() >= steps;
        }

        @Override
        public void close() {
            api.close();
        }
    }

    /** Waits until the cluster has exactly the objects of the commit; fails if an object is missing or left over, or an event was published twice. */
    void awaitConverged(CommitId commit, int round) {
        shop.await(
                Topic.SYNC_COMPLETED,
                e -> e.isAbout(key)
                        && e.at("/revision").equals(commit.value())
                        && e.at("/outcome").equals("Succeeded"));
        assertEquals(expected(round), liveObjects());
        List<String> published = shop.tap.events(Topic.SYNC_COMPLETED).stream()
                .filter(e -> e.isAbout(key) && e.at("/revision").equals(commit.value()))
                .map(e -> e.id() + " " + e.at("/attempt") + " " + e.at("/outcome") + " " + e.at("/message"))
                .distinct()
                .toList();
        assertEquals(1, published.size(), published::toString);
    }

    /** Returns true if the cluster has exactly the objects of this round, and no agent has requested a recheck. */
    boolean isConverged(int round) {
        String recheck = shop.delivery
                .cluster()
                .kubectl(
                        "get",
                        "mapp",
                        "herd",
                        "-n",
                        name,
                        "-o",
                        "jsonpath={.metadata.annotations.millrace\\.dev/recheck}");
        return recheck.isEmpty() && expected(round).equals(liveObjects());
    }

    private static Set<String> expected(int round) {
        Set<String> expected = new TreeSet<>();
        for (int i = 0; i < STAYING + RENAMED; i++) {
            String object = i < STAYING ? "all-" + i : "new-" + round + "-" + i;
            expected.add(
                    (i % 10 == 0 ? "Deployment " : i % 10 == 1 ? "Service " : "ConfigMap ") + object + " t" + round);
        }
        expected.add("ConfigMap unmanaged ");
        return expected;
    }

    private Set<String> liveObjects() {
        Set<String> live = new TreeSet<>();
        try (ApiServer api = new ApiServer(shop.delivery.cluster())) {
            for (Map.Entry<String, String> path : PATHS.entrySet()) {
                JsonNode list = JSON.readTree(api.get(path.getValue().formatted(name)));
                list.path("items")
                        .forEach(object -> live.add(path.getKey() + " "
                                + object.at("/metadata/name").asText() + " "
                                + object.at("/metadata/labels/time").asText()));
            }
        } catch (IOException e) {
            throw new AssertionError("the API server does not respond", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        live.removeAll(List.of("ConfigMap kube-root-ca.crt "));
        return live;
    }
}
