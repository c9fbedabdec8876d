package dev.millrace.sync.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cluster.application.ImmutablePolicy;
import dev.millrace.cluster.application.rule.ConflictRule;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.apply.pace.Pace;
import dev.millrace.sync.lead.Unlimited;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.ManifestReader;
import dev.millrace.sync.manifest.Manifests;
import dev.millrace.sync.plan.Operation;
import dev.millrace.sync.plan.PlanStep;
import dev.millrace.sync.plan.Stage;
import dev.millrace.testbed.Testbed;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** One agent's access to the test cluster, without its pipeline, in a namespace of its own. */
final class Access implements AutoCloseable {
    static final Treatment PLAIN = new Treatment(ImmutablePolicy.REPORT, List.of(), List.of());

    final String namespace;
    final KubernetesClient client;
    final Kinds kinds;
    final ClusterObjects cluster;
    final Executor executor;

    /** Returns the requests so far, as in {@code PATCH /api/v1/...}. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    Access(String name) {
        this.namespace = Testbed.shared().cluster().createNamespace(name);
        Pace pace = new Pace(64, Clock.systemUTC());
        try {
            client = new KubernetesClientBuilder()
                    .withConfig(Config.fromKubeconfig(
                            Files.readString(Testbed.shared().cluster().kubeconfig())))
                    .withHttpClientBuilderConsumer(http ->
                            http.addOrReplaceInterceptor("pace", pace).addOrReplaceInterceptor("count", new Counting()))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException("reading the kubeconfig", e);
        }
        kinds = new Kinds(client, Clock.systemUTC());
        cluster = new ClusterObjects(client, kinds, new Unlimited(), pace);
        executor = executor();
    }

    private final class Counting implements Interceptor {
        @Override
        public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            requests.add(request.method() + " " + request.uri().getPath());
        }
    }

    /** Returns the access of another agent. */
    Executor executor() {
        return new Executor(cluster, uid -> true);
    }

    Claim claim(String application) {
        return new Claim(ApplicationId.parse("test/" + namespace + "/" + application), "uid-" + application);
    }

    ApplyAnswer run(Operation operation, String application) {
        return run(operation, application, PLAIN);
    }

    ApplyAnswer run(Operation operation, String application, Treatment treatment) {
        return executor.run(new PlanStep(0, Stage.GROUND, List.of(operation)), claim(application), treatment)
                .getFirst()
                .answer();
    }

    ApplyAnswer replace(Operation operation, String application) {
        return executor.replace(List.of(operation), claim(application))
                .getFirst()
                .answer();
    }

    /** Returns the stored object; fails if it was not stored. */
    static GenericKubernetesResource stored(ApplyAnswer answer) {
        if (answer instanceof ApplyAnswer.Stored(GenericKubernetesResource object)) {
            return object;
        }
        throw new AssertionError("not stored: " + answer);
    }

    static String uid(ApplyAnswer answer) {
        return stored(answer).getMetadata().getUid();
    }

    static Treatment with(ConflictRule... rules) {
        return new Treatment(ImmutablePolicy.REPORT, List.of(rules), List.of());
    }

    /** Returns an object from its YAML, in this namespace unless its kind is cluster-scoped. */
    Manifest manifest(String yaml) {
        Manifests written = ManifestReader.read("app.yaml", yaml);
        assertThat(written.unreadable()).isEmpty();
        return new Placement(kinds).place(written, namespace).objects().getFirst();
    }

    Manifest configMap(String name, String value) {
        return manifest(
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}, data: {value: '%s'}}".formatted(name, value));
    }

    /** Deletes the object in whatever state it is. */
    void delete(ObjectRef ref) {
        var all = client.genericKubernetesResources(kinds.of(ref).orElseThrow());
        (ref.namespace().isPresent() ? all.inNamespace(ref.namespace().get()) : all)
                .withName(ref.name())
                .delete();
    }

    String kubectl(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-n", namespace));
        return Testbed.shared().cluster().kubectl(all.toArray(String[]::new));
    }

    @Override
    public void close() {
        client.close();
    }
}
