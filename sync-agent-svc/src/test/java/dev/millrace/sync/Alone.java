package dev.millrace.sync;

import dev.millrace.cluster.application.ApplicationSpec;
import dev.millrace.cluster.application.DestinationSpec;
import dev.millrace.cluster.application.SourceSpec;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.GitRef;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.lead.Mandate;
import dev.millrace.sync.lead.Unlimited;
import dev.millrace.sync.source.Followed;
import dev.millrace.sync.source.Source;
import dev.millrace.testbed.Testbed;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** Instances of the agent that only a test calls, one after another or concurrently. */
final class Alone implements AutoCloseable {
    private final Path mirrors;
    private final KubernetesClient client;

    Alone(Path mirrors) {
        this(mirrors, Testbed.shared().cluster().kubeconfig());
    }

    /** @param kubeconfig the identity by which the agents act */
    Alone(Path mirrors, Path kubeconfig) {
        AgentUnderTest.install();
        this.mirrors = mirrors;
        try {
            client = new KubernetesClientBuilder()
                    .withConfig(Config.fromKubeconfig(Files.readString(kubeconfig)))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException("reading the kubeconfig", e);
        }
    }

    KubernetesClient client() {
        return client;
    }

    AgentLife life() {
        return life(new Unlimited());
    }

    AgentLife life(Mandate mandate) {
        return new AgentLife(client, mirrors.resolve(UUID.randomUUID().toString()), mandate);
    }

    static Subject subject(Deployed app) {
        Source source = new Source(
                app.repositoryId(),
                Testbed.shared().gitHost().url(app.repository),
                new Followed.Ref(GitRef.branch("main")),
                app.namespace + "/git",
                "",
                Optional.empty(),
                Identity.OWN);
        SourceSpec followed = SourceSpec.of(source.url().toString(), "");
        return new Subject(
                app.id(),
                UUID.randomUUID().toString(),
                1,
                ApplicationSpec.of(followed, new DestinationSpec(app.namespace, false)),
                source,
                Subject.Asked.NOTHING,
                Subject.Published.NOTHING);
    }

    /** The same application when everything that it names is read and changed as this identity. */
    static Subject as(Identity identity, Subject one) {
        Source source = one.source();
        return new Subject(
                one.id(),
                one.uid(),
                one.generation(),
                one.spec(),
                new Source(
                        source.repository(),
                        source.url(),
                        source.followed(),
                        source.credentials(),
                        source.path(),
                        source.signedBy(),
                        identity),
                one.asked(),
                one.published(),
                one.policy(),
                identity);
    }

    /** The same application when its drifted objects are restored. */
    Subject healing(Subject one) {
        return with(one, "heal: true");
    }

    /** The same application when its chart may look up its own objects. */
    Subject lookingUp(Subject one) {
        return with(one, "helm: {lookup: own}");
    }

    private Subject with(Subject one, String field) {
        String yaml = "source: {repository: '%s', path: '%s'}\ndestination: {namespace: %s}\n%s\n"
                .formatted(one.source().url(), one.source().path(), one.destination(), field);
        ApplicationSpec spec = client.getKubernetesSerialization().unmarshal(yaml, ApplicationSpec.class);
        return new Subject(
                one.id(),
                one.uid(),
                one.generation(),
                spec,
                one.source(),
                one.asked(),
                one.published(),
                one.policy(),
                one.identity());
    }

    /** Returns another application in the same namespace. */
    static Subject another(Subject one) {
        return new Subject(
                new ApplicationId(one.id().cluster(), one.id().namespace(), "another"),
                UUID.randomUUID().toString(),
                1,
                one.spec(),
                one.source(),
                one.asked(),
                one.published(),
                one.policy(),
                one.identity());
    }

    /** Returns the same application with another folder. */
    static Subject at(Subject before, String path) {
        Source source = before.source();
        return new Subject(
                before.id(),
                before.uid(),
                before.generation() + 1,
                ApplicationSpec.of(
                        SourceSpec.of(source.url().toString(), path),
                        before.spec().destination()),
                new Source(
                        source.repository(),
                        source.url(),
                        source.followed(),
                        source.credentials(),
                        path,
                        source.signedBy(),
                        source.reader()),
                before.asked(),
                before.published(),
                before.policy(),
                before.identity());
    }

    @Override
    public void close() {
        client.close();
    }
}
