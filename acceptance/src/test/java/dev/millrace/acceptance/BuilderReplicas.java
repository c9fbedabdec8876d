package dev.millrace.acceptance;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.events.Topic;
import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.delivery.BaseImage;
import dev.millrace.testbed.delivery.BuildkitPrograms;
import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.delivery.PublishedEvent;
import dev.millrace.testbed.git.GitHost;
import dev.millrace.testbed.process.JvmState;
import dev.millrace.testbed.services.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Instances of image-builder-svc in a consumer group of their own, and repositories that nothing else builds. The repositories are polled. Their images
 * differ with every build, so that a second build of a commit shows.
 */
final class BuilderReplicas implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final GitHost git = Testbed.shared().gitHost();
    private final String registry = Testbed.shared().registry().host();
    private final List<String> repositories = new ArrayList<>();
    private final List<ServiceProcess> instances = new ArrayList<>();
    private final EventTap tap = new EventTap(Testbed.shared().kafka().bootstrapServers());
    private final String base;

    /** Creates the repositories, each with a first commit on its main branch, which is built. */
    BuilderReplicas(String name, int count) {
        this.name = name;
        this.base = JvmState.remembered("builder-replicas.base", () -> {
            try {
                return BaseImage.push(registry, JvmState.directory("base-image"));
            } catch (IOException e) {
                throw new UncheckedIOException("building the base image", e);
            }
        });
        for (int i = 0; i < count; i++) {
            repositories.add(name + "/app-" + i);
            git.createRepository(repositories.get(i));
            push(i, "main", "true");
        }
    }

    /** Creates a further instance. The caller starts it. */
    ServiceProcess add() {
        String instance = "image-builder-svc-" + name + "-" + instances.size();
        ServiceProcess service = ServiceProcess.of("image-builder-svc", instance)
                .with("kafka.bootstrap.servers", Testbed.shared().kafka().bootstrapServers())
                .with("local.parent-pid", Long.toString(ProcessHandle.current().pid()))
                .with("mp.messaging.incoming.source-changed.group.id", "image-builder-svc-" + name)
                .with("mp.messaging.incoming.image-pushed.group.id", "image-builder-svc-images-" + name)
                .with("millrace.builder.work-directory", workDirectory(instance).toString())
                .with("millrace.builder.webhook.secrets", "a-secret-for-webhooks")
                .with("millrace.builder.poll", "PT3S")
                .with("millrace.builder.registries.local.host", registry)
                .with("millrace.builder.registries.local.insecure", "true");
        BuildkitPrograms.configuration().forEach(service::with);
        for (int i = 0; i < repositories.size(); i++) {
            String prefix = "millrace.builder.repositories.app-" + i + ".";
            service.with(prefix + "url", git.url(repositories.get(i)).toString())
                    .with(prefix + "username", git.user())
                    .with(prefix + "password", git.password())
                    .with(prefix + "images", registry + "/**");
        }
        instances.add(service);
        return service;
    }

    static Path workDirectory(ServiceProcess instance) {
        return workDirectory(instance.name());
    }

    private static Path workDirectory(String instance) {
        return JvmState.directory("work").resolve(instance);
    }

    /** Pushes a commit whose build runs a command. */
    CommitId push(int repository, String branch, String command) {
        String page = "page " + JvmState.next("builder-replicas.page") + "\n";
        Map<String, String> files = Map.of(
                ".millrace/build.yaml",
                "images: [{name: \"" + image(repository) + "\"}]\n",
                "page",
                page,
                "Dockerfile",
                """
                        FROM %s
                        COPY page /page
                        RUN %s
                        RUN head -c 16 /dev/urandom > /different
                        """.formatted(base, command));
        return git.workspace().push(repositories.get(repository), branch, files, "Change " + page);
    }

    void tag(int repository, String branch, String tag) {
        git.workspace().tag(repositories.get(repository), branch, tag);
    }

    void deleteBranch(int repository, String branch) {
        git.workspace().deleteBranch(repositories.get(repository), branch);
    }

    private String image(int repository) {
        return registry + "/" + repositories.get(repository);
    }

    /** The {@code image.built} events of these repositories. */
    List<PublishedEvent> built() {
        return tap.events(Topic.IMAGE_BUILT).stream()
                .filter(event -> event.key().startsWith(registry + "/" + name + "/"))
                .toList();
    }

    List<PublishedEvent> built(CommitId commit) {
        return built().stream()
                .filter(event -> event.at("/source/commit").equals(commit.value()))
                .toList();
    }

    void awaitBuilt(CommitId commit) {
        awaitUntil(() -> !built(commit).isEmpty());
    }

    void awaitUntil(BooleanSupplier condition) {
        await().atMost(TIMEOUT).until(condition::getAsBoolean);
    }

    /** The digest that a tag of an image names in the registry. */
    String digest(PublishedEvent built) {
        String path = built.key().substring(registry.length());
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://" + registry + "/v2" + path + "/manifests/" + built.at("/tag")))
                .header("Accept", "application/vnd.oci.image.manifest.v1+json");
        return send(request).headers().firstValue("Docker-Content-Digest").orElse("");
    }

    /** The commits whose builds run on an instance now. */
    static List<String> running(ServiceProcess instance) {
        HttpRequest.Builder request = HttpRequest.newBuilder(instance.url().resolve("/builds?state=running&limit=100"));
        try {
            return JSON.readTree(send(request).body()).findValuesAsText("commit");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.timeout(Duration.ofMinutes(1)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends a signal to the process of an instance, such as STOP; not to its image engine. */
    static void signal(ServiceProcess instance, String signal) {
        long pid = instance.handle().orElseThrow().pid();
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        instances.forEach(ServiceProcess::kill);
        tap.close();
    }
}
