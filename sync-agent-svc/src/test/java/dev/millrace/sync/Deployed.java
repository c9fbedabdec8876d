package dev.millrace.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.events.ConfigCommitted;
import dev.millrace.events.DriftDetected;
import dev.millrace.events.Topic;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.wire.Envelope;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.cluster.Cluster;
import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.delivery.PublishedEvent;
import dev.millrace.testbed.git.GitHost;
import dev.millrace.testbed.git.GitWorkspace;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One Application in a namespace of its own, with a repository of its own, and a user's operations on both. */
final class Deployed {
    static final Duration SOON = Duration.ofMinutes(2);

    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final String UNUSED_POLL = "1h";

    final String namespace;
    final String repository;
    private URI url;
    private final Cluster cluster = Testbed.shared().cluster();
    private final LiveObjects live = new LiveObjects(cluster);
    private final GitHost git = Testbed.shared().gitHost();
    private final GitWorkspace person = git.workspace();
    private final @Nullable EventTap tap;

    Deployed(String name, @Nullable EventTap tap) {
        this.tap = tap;
        this.namespace = cluster.createNamespace(name);
        this.repository = "config/" + name + "-" + NEXT.incrementAndGet();
        this.url = git.createRepository(repository);
        letIn();
    }

    /** Follows the repository by another address, with this Secret. */
    void through(URI door, Map<String, String> secret) {
        url = door;
        hold(secret);
    }

    /** Replaces the credentials by which the agent reads the repository. */
    void hold(Map<String, String> secret) {
        StringBuilder text = new StringBuilder("apiVersion: v1\nkind: Secret\nmetadata: {name: git}\nstringData:\n");
        secret.forEach((key, value) -> text.append("  ")
                .append(key)
                .append(": |\n    ")
                .append(value.strip().replace("\n", "\n    "))
                .append("\n"));
        cluster.kubectl("delete", "secret", "git", "-n", namespace, "--ignore-not-found");
        cluster.apply(namespace, text.toString());
    }

    /** Allows the agent to read the repository. */
    void letIn() {
        cluster.kubectl(
                "create",
                "secret",
                "generic",
                "git",
                "-n",
                namespace,
                "--from-literal=username=" + git.user(),
                "--from-literal=password=" + git.password());
    }

    CommitId push(Map<String, String> files) {
        return person.push(repository, "main", files, "change " + files.keySet());
    }

    CommitId push(Map<String, String> files, Set<String> removed) {
        return person.push(repository, "main", files, removed, "change");
    }

    /** Commits files of any content, and links. */
    CommitId pushAny(Map<String, byte[]> files, Map<String, String> links) {
        return person.pushAny(repository, "main", files, links, Set.of(), "change");
    }

    CommitId push(Map<String, String> files, String message) {
        return person.push(repository, "main", files, message);
    }

    /** Resets the branch main to a commit that was pushed before. */
    void forcePush(CommitId commit) {
        person.forcePush(repository, "main", commit);
    }

    /** Creates the Application; all other fields have their defaults, except the poll, which is off. */
    void follow(String path, String... more) {
        followAs("app", path, more);
    }

    /** Creates the Application with another ref than the branch main, as in {@code tag: v1}. */
    void followAt(String what, String... more) {
        follow("app", "path: '', " + what, more);
    }

    /** Creates the Application with another name. */
    void followAs(String name, String path, String... more) {
        follow(name, "path: " + path, more);
    }

    private void follow(String name, String source, String... more) {
        String rest = String.join("\n  ", more);
        String poll = rest.contains("poll:") ? "" : "poll: " + UNUSED_POLL;
        String destination = rest.contains("destination:") ? "" : "destination: {namespace: " + namespace + "}";
        cluster.apply(namespace, """
                apiVersion: millrace.dev/v1alpha1
                kind: Application
                metadata: {name: %s}
                spec:
                  source: {repository: %s, %s, secretRef: {name: git}}
                  %s
                  %s
                  %s
                """.formatted(name, url, source, destination, poll, rest));
    }

    ApplicationId id() {
        return new ApplicationId(AgentUnderTest.CLUSTER, namespace, "app");
    }

    RepositoryId repositoryId() {
        return RepositoryId.parse(git.url(repository).toString());
    }

    /** The event by which manifest-updater-svc publishes a commit. */
    Envelope<ConfigCommitted> committed(CommitId commit) {
        ConfigCommitted event = new ConfigCommitted(
                repositoryId(),
                GitRef.branch("main"),
                CommitId.NONE,
                commit,
                Optional.empty(),
                List.of(),
                0,
                List.of(),
                ConfigCommitted.Origin.HUMAN,
                List.of(),
                Instant.now());
        return Envelope.first(
                event, "manifest-updater-svc", Instant.now(), ChainId.of(repositoryId(), commit), Optional.empty());
    }

    /** The event by which the detector publishes that a ConfigMap was changed by hand. */
    Envelope<DriftDetected> drifted(String configMap) {
        return drift(
                new ObjectRef("v1", "ConfigMap", Optional.of(namespace), configMap),
                Optional.of(object("configmap", configMap).at("/metadata/uid").asText()),
                DriftDetected.Change.Modified);
    }

    /** The event by which the detector publishes that an object is gone. */
    Envelope<DriftDetected> missing(ObjectRef ref) {
        return drift(ref, Optional.empty(), DriftDetected.Change.Missing);
    }

    private Envelope<DriftDetected> drift(ObjectRef ref, Optional<String> uid, DriftDetected.Change change) {
        DriftDetected event = new DriftDetected(
                id(),
                application().at("/metadata/uid").asText(),
                ref,
                uid,
                change,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                true,
                Instant.now());
        return Envelope.first(
                event,
                "drift-detector-svc",
                Instant.now(),
                ChainId.of(repositoryId(), CommitId.NONE),
                Optional.empty());
    }

    /** Returns the outcome of the attempt for a commit. */
    PublishedEvent outcome(CommitId commit) {
        return tap().await(
                        Topic.SYNC_COMPLETED,
                        e -> isOurs(e) && e.at("/revision").equals(commit.value()),
                        SOON)
                .orElseThrow(() -> new AssertionError("no sync.completed for " + commit + "; status: " + status()));
    }

    PublishedEvent attempt(int number) {
        return tap().await(
                        Topic.SYNC_COMPLETED, e -> isOurs(e) && e.at("/attempt").equals(Integer.toString(number)), SOON)
                .orElseThrow(() -> new AssertionError("no attempt " + number + "; status: " + status()));
    }

    List<PublishedEvent> outcomes() {
        return tap().events(Topic.SYNC_COMPLETED).stream().filter(this::isOurs).toList();
    }

    private EventTap tap() {
        if (tap == null) {
            throw new IllegalStateException("nobody listens to the events of " + namespace);
        }
        return tap;
    }

    private boolean isOurs(PublishedEvent event) {
        return event.isAbout(id().toString());
    }

    /** Returns an object of the application's namespace, or a namespace, as the API server has it; a missing node if it has none. */
    JsonNode object(String kind, String name) {
        return live.find(kind, namespace, name);
    }

    JsonNode application() {
        return object("applications.millrace.dev", "app");
    }

    JsonNode status() {
        return application().path("status");
    }

    String condition(String type) {
        for (JsonNode condition : status().path("conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition.path("status").asText();
            }
        }
        return "";
    }

    void awaitReady(CommitId commit) {
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(status().path("revision").asText())
                    .as("status: %s", status())
                    .isEqualTo(commit.value());
            assertThat(condition("Ready")).as("status: %s", status()).isEqualTo("True");
        });
    }

    void awaitStalled(String message) {
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(status().path("message").asText()).contains(message);
            assertThat(condition("Stalled")).isEqualTo("True");
        });
    }

    String kubectl(String... arguments) {
        return cluster.kubectl(arguments);
    }

    static String configMap(String name, String value) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\ndata: {value: '%s'}\n".formatted(name, value);
    }

    static String deployment(String name, String image, String more) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %s}
                spec:
                  replicas: 1
                  selector: {matchLabels: {app: %s}}
                  template:
                    metadata: {labels: {app: %s%s}}
                    spec:
                      containers: [{name: main, image: "%s"}]
                """.formatted(name, name, name, more, image);
    }
}
