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
 * An application of 200 objects that are all others each time: 160 change, 40 have other names and take the place of as many. Followed by poll
 * alone.
 */
final class Herd {
    /** Applied, and pruned, from one time to the next. */
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

    /** Opens it in a namespace of its own, beside an object that is nobody's. */
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
                metadata: {name: of-nobody}
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

    /** The next time's objects. */
    CommitId push(int time) {
        Map<String, StringBuilder> files = new TreeMap<>();
        IntStream.range(0, STAYING + RENAMED)
                .forEach(i -> files.computeIfAbsent("part-" + i / PER_FILE + ".yaml", file -> new StringBuilder())
                        .append(object(i, time)));
        Map<String, String> texts = new HashMap<>();
        files.forEach((file, text) -> texts.put(file, text.toString()));
        return shop.workspace.push(repository, "main", texts, "Change all for the " + time + ". time");
    }

    private static String object(int i, int time) {
        String name = i < STAYING ? "all-" + i : "new-" + time + "-" + i;
        String head = "metadata: {name: %s, labels: {time: 't%d'}}\n".formatted(name, time);
        return "---\n"
                + switch (i % 10) {
                    case 0 ->
                        "apiVersion: apps/v1\nkind: Deployment\n" + head
                                + "spec: {replicas: 0, selector: {matchLabels: {app: %1$s}}, template: {metadata: {labels: {app: %1$s}}, spec: {containers: [{name: a, image: a}]}}}\n"
                                        .formatted(name);
                    case 1 -> "apiVersion: v1\nkind: Service\n" + head + "spec: {ports: [{port: 80}]}\n";
                    default -> "apiVersion: v1\nkind: ConfigMap\n" + head + "data: {time: '" + time + "'}\n";
                };
    }

    /** Counts the objects that are as this time wants them, or were taken away since, and sees if one becomes what it was before. */
    final class Progress implements AutoCloseable {
        private static final int GONE = Integer.MAX_VALUE;

        private final Map<String, Integer> newest = new ConcurrentHashMap<>();
        private final Set<String> wentBack = ConcurrentHashMap.newKeySet();
        private final ApiServer api = new ApiServer(shop.delivery.cluster());
        private final Set<String> done = ConcurrentHashMap.newKeySet();

        Progress(int time) {
            PATHS.forEach((kind, path) -> api.watch(path.formatted(name) + "?watch=true&resourceVersion=0", event -> {
                String object = kind + " " + event.at("/object/metadata/name").asText();
                String label = event.at("/object/metadata/labels/time").asText();
                boolean gone = event.path("type").asText().equals("DELETED");
                if (gone || label.equals("t" + time)) {
                    done.add(object);
                }
                if (!label.isEmpty()) {
                    seen(object, gone ? GONE : Integer.parseInt(label.substring(1)));
                }
            }));
        }

        private void seen(String object, int at) {
            Integer before = newest.put(object, at);
            if (before != null && at < before) {
                wentBack.add(object + " to " + at);
            }
        }

        /** What an older time had and got again. */
        Set<String> wentBack() {
            return wentBack;
        }

        boolean hasCome(int steps) {
            return done.size() >= steps;
        }

        @Override
        public void close() {
            api.close();
        }
    }

    /** Returns when the cluster has exactly what the commit says; fails if something was lost, left over, or told twice. */
    void awaitConverged(CommitId commit, int time) {
        shop.await(
                Topic.SYNC_COMPLETED,
                e -> e.key().equals(key)
                        && e.at("/revision").equals(commit.value())
                        && e.at("/outcome").equals("Succeeded"));
        assertEquals(wanted(time), there());
        List<String> told = shop.tap.seen(Topic.SYNC_COMPLETED).stream()
                .filter(e -> e.key().equals(key) && e.at("/revision").equals(commit.value()))
                .map(e -> e.id() + " " + e.at("/attempt") + " " + e.at("/outcome") + " " + e.at("/message"))
                .distinct()
                .toList();
        assertEquals(1, told.size(), told::toString);
    }

    /** Whether the cluster has exactly what it is to have at this time, and no agent asks another one to look again. */
    boolean isAsWanted(int time) {
        String asked = shop.delivery
                .cluster()
                .kubectl(
                        "get",
                        "mapp",
                        "herd",
                        "-n",
                        name,
                        "-o",
                        "jsonpath={.metadata.annotations.millrace\\.dev/recheck}");
        return asked.isEmpty() && wanted(time).equals(there());
    }

    private static Set<String> wanted(int time) {
        Set<String> wanted = new TreeSet<>();
        for (int i = 0; i < STAYING + RENAMED; i++) {
            String object = i < STAYING ? "all-" + i : "new-" + time + "-" + i;
            wanted.add((i % 10 == 0 ? "Deployment " : i % 10 == 1 ? "Service " : "ConfigMap ") + object + " t" + time);
        }
        wanted.add("ConfigMap of-nobody ");
        return wanted;
    }

    private Set<String> there() {
        Set<String> there = new TreeSet<>();
        try (ApiServer api = new ApiServer(shop.delivery.cluster())) {
            for (Map.Entry<String, String> path : PATHS.entrySet()) {
                JsonNode list = JSON.readTree(api.get(path.getValue().formatted(name)));
                list.path("items")
                        .forEach(object -> there.add(path.getKey() + " "
                                + object.at("/metadata/name").asText() + " "
                                + object.at("/metadata/labels/time").asText()));
            }
        } catch (IOException e) {
            throw new AssertionError("the API server does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        there.removeAll(List.of("ConfigMap kube-root-ca.crt "));
        return there;
    }
}
