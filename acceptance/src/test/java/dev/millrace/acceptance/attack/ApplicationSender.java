package dev.millrace.acceptance.attack;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.acceptance.OpenShop;
import dev.millrace.testbed.cluster.ApiServer;
import dev.millrace.testbed.cluster.Cluster;
import dev.millrace.testbed.git.GitHost;
import dev.millrace.testbed.git.GitWorkspace;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.awaitility.core.ConditionTimeoutException;

/** A tenant: creates Applications in a namespace of its own, each with a folder of the tenant's repository. */
final class ApplicationSender {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REPOSITORY = "hostile/applications";
    private static final String LABEL = "hostile";

    /** The number in the name of the correct object, which no other one has. */
    private static final int CORRECT_NUMBER = 10_000;

    private static final int BAD_REQUEST = 400;

    private final String namespace;
    private final String collection;
    private final String repository;
    private final GitWorkspace workspace;
    private final ApiServer api;

    ApplicationSender(OpenShop shop) {
        Cluster cluster = shop.delivery.cluster();
        GitHost host = shop.delivery.gitHost();
        namespace = cluster.createNamespace("hostile");
        collection = "/apis/millrace.dev/v1alpha1/namespaces/" + namespace + "/applications";
        repository = host.createRepository(REPOSITORY).toString();
        workspace = host.workspace();
        api = new ApiServer(cluster);
        cluster.kubectl(
                "create",
                "secret",
                "generic",
                "git",
                "-n",
                namespace,
                "--from-literal=username=" + host.user(),
                "--from-literal=password=" + host.password());
        workspace.push(
                REPOSITORY,
                "main",
                Map.of(HostileApplication.CORRECT + "/object.yaml", HostileApplication.configMap(CORRECT_NUMBER, "{}")),
                "Be correct");
        cluster.apply(namespace, """
                apiVersion: millrace.dev/v1alpha1
                kind: Application
                metadata: {name: %1$s}
                spec:
                  source: {repository: '%2$s', path: %1$s, secretRef: {name: git}}
                  destination: {namespace: %3$s}
                """.formatted(HostileApplication.CORRECT, repository, namespace));
    }

    /** Creates Applications, waits until each has a status, and deletes them. */
    Answers send(int inputs, Random random, HostileApplication.Generator generator) throws Exception {
        Map<String, byte[]> files = new HashMap<>();
        Map<String, ObjectNode> specs = new HashMap<>();
        for (int i = 0; i < inputs; i++) {
            String name = HostileApplication.name(i);
            HostileApplication application = new HostileApplication(spec(name), i);
            generator.damage(application, random, i);
            application.files.forEach((path, content) -> files.put(name + "/" + path, content));
            specs.put(name, application.spec);
        }
        workspace.pushAny(REPOSITORY, "main", files, Map.of(), Set.of(), "Be hostile");
        int created = 0;
        for (Map.Entry<String, ObjectNode> one : specs.entrySet()) {
            created += create(one.getKey(), one.getValue()) ? 1 : 0;
        }
        Answers answers = awaitStatus(created).plus(new Answers(inputs - created, 0, 0));
        deleteAll();
        workspace.push(REPOSITORY, "main", Map.of("empty", ""), files.keySet(), "Be gone");
        return answers;
    }

    private String hostile() {
        return collection + "?labelSelector=" + LABEL;
    }

    private ObjectNode spec(String name) {
        ObjectNode spec = JSON.createObjectNode();
        spec.putObject("source")
                .put("repository", repository)
                .put("path", name)
                .putObject("secretRef")
                .put("name", "git");
        spec.putObject("destination").put("namespace", namespace);
        return spec.put("poll", "1h").put("deletion", "prune");
    }

    private boolean create(String name, ObjectNode spec) throws IOException, InterruptedException {
        ObjectNode application = JSON.createObjectNode();
        application.put("apiVersion", "millrace.dev/v1alpha1").put("kind", "Application");
        application.putObject("metadata").put("name", name).putObject("labels").put(LABEL, "");
        application.set("spec", spec);
        return api.post(collection, application.toString()) < BAD_REQUEST;
    }

    private Answers awaitStatus(int created) throws IOException, InterruptedException {
        try {
            await().atMost(LIMIT)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> answers().open() == 0 && answers().inputs() == created);
        } catch (ConditionTimeoutException e) {
            return answers();
        }
        return answers();
    }

    private Answers answers() throws IOException, InterruptedException {
        Answers answers = Answers.NONE;
        for (JsonNode application : JSON.readTree(api.get(hostile())).path("items")) {
            answers = answers.plus(answer(application.path("status")));
        }
        return answers;
    }

    private static Answers answer(JsonNode status) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return switch (condition.path("status").asText()) {
                    case "True" -> Answers.ACCEPTED;
                    case "False" -> Answers.REFUSED;
                    default ->
                        condition.path("reason").asText().equals("Progressing")
                                        || condition.path("message").asText().isEmpty()
                                ? Answers.OPEN
                                : Answers.REFUSED;
                };
            }
        }
        return Answers.OPEN;
    }

    /** Returns when the agent has let all of them go. */
    private void deleteAll() throws IOException, InterruptedException {
        api.delete(hostile());
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(500)).until(() -> answers()
                .equals(Answers.NONE));
    }
}
